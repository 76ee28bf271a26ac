import { describe, expect, it } from 'vitest'
import { ModelError, type Conv2dLayer, type Layer, type Padding, type PoolLayer } from './model.ts'
import { resnet } from './resnet.ts'
import { modelOutputShape, outputShape } from './shapes.ts'
import { simpleCnn } from './simple-cnn.ts'

const conv = (kernel: number, stride: number, padding: Padding): Conv2dLayer => ({
  name: 'conv',
  kind: 'conv2d',
  filters: 4,
  kernel,
  stride,
  padding,
  hasBias: true,
  weight: { kind: 'uniform-fan-in' },
})
const pool = (kind: PoolLayer['kind'], size: number, stride: number, padding = 0): PoolLayer => ({
  name: 'pool',
  kind,
  size,
  stride,
  padding,
})

describe('output shapes', () => {
  it.each<[Layer, number[], number[]]>([
    [conv(3, 1, { kind: 'valid' }), [1, 28, 20], [4, 26, 18]],
    [conv(7, 2, { kind: 'zero', size: 3 }), [3, 224, 224], [4, 112, 112]],
    [conv(7, 1, { kind: 'reflect', size: 3 }), [1, 28, 28], [4, 28, 28]],
    [conv(4, 1, { kind: 'reflect', size: 1 }), [1, 28, 28], [4, 27, 27]],
    [pool('maxPool', 3, 2, 1), [64, 112, 112], [64, 56, 56]],
    [pool('averagePool', 2, 2), [3, 29, 28], [3, 14, 14]],
    [{ name: 'gap', kind: 'globalAveragePool' }, [8, 7, 7], [8]],
    [{ name: 'flat', kind: 'flatten' }, [2, 3, 4], [24]],
    [{ name: 'drop', kind: 'dropout', rate: 0.5 }, [2, 3, 4], [2, 3, 4]],
  ])('%#: follow from the sizes', (layer, input, output) => {
    expect(outputShape(layer, input)).toEqual(output)
  })

  it('reach the classes through every kernel size and both ResNet forms', () => {
    for (const kernel of [1, 2, 3, 4, 5, 6, 7, 11, 27])
      expect(modelOutputShape(simpleCnn({ classes: 5, kernel }))).toEqual([5])
    expect(modelOutputShape(resnet({ depth: 34, classes: 7, form: 'cifar' }))).toEqual([7])
    expect(modelOutputShape(resnet({ depth: 50, classes: 7, side: 96 }))).toEqual([7])
  })
})

describe('what does not fit', () => {
  const block: Layer = {
    name: 'block',
    kind: 'residual',
    body: [conv(3, 1, { kind: 'valid' })],
    shortcut: [],
  }
  it.each<[string, Layer, number[], string]>([
    ['an image where a vector is needed', { ...dense() }, [3, 4, 4], 'Layer "fc" needs a vector'],
    ['a vector where an image is needed', conv(3, 1, { kind: 'valid' }), [12], 'Layer "conv" needs an image'],
    ['a window larger than the image', conv(9, 1, { kind: 'valid' }), [1, 8, 8], 'window of 9 x 9'],
    ['too much reflection', conv(7, 1, { kind: 'reflect', size: 3 }), [1, 3, 3], 'padding below 3'],
    ['a stride of 0', conv(3, 0, { kind: 'valid' }), [1, 8, 8], 'stride 0'],
    ['padding by half a pixel', conv(3, 1, { kind: 'zero', size: 0.5 }), [1, 8, 8], 'padding 0.5'],
    ['a padded average', pool('averagePool', 2, 2, 1), [1, 8, 8], 'set its padding to 0'],
    ['a pool that sees only padding', pool('maxPool', 2, 2, 2), [1, 8, 8], 'at most half its size'],
    ['a drop rate of 1', { name: 'drop', kind: 'dropout', rate: 1 }, [8], 'below 1'],
    ['a sum of unequal shapes', block, [4, 8, 8], 'Block "block" adds 4 x 6 x 6 to a shortcut of 4 x 8 x 8'],
  ])('%s is named', (_, layer, input, sentence) => {
    expect(() => outputShape(layer, input)).toThrow(ModelError)
    expect(() => outputShape(layer, input)).toThrow(sentence)
  })

  it('names the convolution whose map is too small for its reflection in the homework CNN', () => {
    expect(() => modelOutputShape(simpleCnn({ classes: 3, kernel: 29 }))).toThrow('Layer "conv2" reflects 14')
  })
})

function dense(): Layer {
  return { name: 'fc', kind: 'dense', features: 3, hasBias: true, weight: { kind: 'uniform-fan-in' } }
}
