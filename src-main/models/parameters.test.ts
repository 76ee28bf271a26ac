import { describe, expect, it } from 'vitest'
import { cheatingCnn } from './cheating-cnn.ts'
import { mlp } from './mlp.ts'
import { ModelError, type Model } from './model.ts'
import { parametersOf } from './parameters.ts'
import { resnet, type ResnetDepth } from './resnet.ts'
import { modelOutputShape, sizeOf } from './shapes.ts'
import { simpleCnn } from './simple-cnn.ts'

function count(model: Model): number {
  return parametersOf(model)
    .filter(({ isBuffer }) => !isBuffer)
    .reduce((sum, { shape }) => sum + sizeOf(shape), 0)
}

describe('parameter counts', () => {
  it("are the homework's for its CNN and MLP", () => {
    expect(count(simpleCnn({ classes: 3 }))).toBe(606)
    expect(count(simpleCnn({ classes: 3, pooling: 'average' }))).toBe(606)
    expect(count(simpleCnn({ classes: 5 }))).toBe(614)
    expect(count(simpleCnn({ classes: 5, filters: 6 }))).toBe(2105)
    expect(count(simpleCnn({ classes: 5, isDeeper: true }))).toBe(1502)
    expect(count(mlp({ classes: 3 }))).toBe(39_793)
    expect(count(mlp({ classes: 5 }))).toBe(39_815)
    expect(count(cheatingCnn({ dropRate: 0.75 }))).toBe(25_578)
  })

  // 1000 classes: the counts torchvision's documentation lists for its ResNets.
  it.each<[ResnetDepth, number, number, number]>([
    [18, 11_181_642, 11_689_512, 62],
    [34, 21_289_802, 21_797_672, 110],
    [50, 23_528_522, 25_557_032, 161],
    [101, 42_520_650, 44_549_160, 314],
    [152, 58_164_298, 60_192_808, 467],
  ])("are torchvision's for ResNet-%i", (depth, ten, thousand, tensors) => {
    const model = resnet({ depth, classes: 10 })
    expect(count(model)).toBe(ten)
    expect(count(resnet({ depth, classes: 1000 }))).toBe(thousand)
    expect(parametersOf(model).filter(({ isBuffer }) => !isBuffer)).toHaveLength(tensors)
    expect(modelOutputShape(model)).toEqual([10])
  })

  it("of ResNet-18's CIFAR form differ only in the stem", () => {
    const difference = 64 * 3 * (49 - 9)
    expect(count(resnet({ depth: 18, classes: 10, form: 'cifar' }))).toBe(11_181_642 - difference)
  })
})

describe('declarations', () => {
  it("carry the names and order of torchvision's state_dict", () => {
    const names = parametersOf(resnet({ depth: 50, classes: 10 })).map(({ name }) => name)
    const normalization = (name: string): string[] =>
      ['weight', 'bias', 'running_mean', 'running_var'].map((part) => `${name}.${part}`)
    expect(names.slice(0, 26)).toEqual([
      'conv1.weight',
      ...normalization('bn1'),
      'layer1.0.conv1.weight',
      ...normalization('layer1.0.bn1'),
      'layer1.0.conv2.weight',
      ...normalization('layer1.0.bn2'),
      'layer1.0.conv3.weight',
      ...normalization('layer1.0.bn3'),
      'layer1.0.downsample.0.weight',
      ...normalization('layer1.0.downsample.1'),
      'layer1.1.conv1.weight',
    ])
    expect(names.slice(-2)).toEqual(['fc.weight', 'fc.bias'])
    expect(new Set(names).size).toBe(names.length)
  })

  it('give shapes, fans and what is trained', () => {
    const model = simpleCnn({ classes: 3, hasFrozenConvolutions: true })
    const declarations = parametersOf(model)
    expect(declarations.map(({ name, shape, isTrained }) => [name, shape, isTrained])).toEqual([
      ['conv1.weight', [3, 1, 7, 7], false],
      ['conv1.bias', [3], false],
      ['conv2.weight', [3, 3, 7, 7], false],
      ['conv2.bias', [3], false],
      ['fc.weight', [3, 3], true],
      ['fc.bias', [3], true],
    ])
    expect(declarations.map(({ fanIn, fanOut }) => [fanIn, fanOut])).toEqual([
      [49, 147],
      [49, 147],
      [147, 147],
      [147, 147],
      [3, 3],
      [3, 3],
    ])
  })

  it('refuse a name used twice, within a residual block too', () => {
    const relu = { name: 'a', kind: 'relu' } as const
    const twice: Model = { name: 'twice', input: [3], layers: [relu, relu] }
    const nested: Model = {
      name: 'nested',
      input: [3],
      layers: [relu, { name: 'block', kind: 'residual', body: [relu], shortcut: [] }],
    }
    for (const model of [twice, nested]) {
      expect(() => parametersOf(model)).toThrow(ModelError)
      expect(() => parametersOf(model)).toThrow('Two layers are called "a"')
    }
  })
})
