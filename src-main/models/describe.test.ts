import { describe as group, expect, it } from 'vitest'
import { cheatingCnn } from './cheating-cnn.ts'
import { describe } from './describe.ts'
import { mlp } from './mlp.ts'
import { ModelError, type Model } from './model.ts'
import { resnet } from './resnet.ts'
import { simpleCnn } from './simple-cnn.ts'

group('the layer table of a ResNet', () => {
  const { rows, totals } = describe(resnet({ depth: 152, classes: 10 }))
  const within = (prefix: string) => rows.filter(({ name }) => name.startsWith(prefix))
  const kept = (prefix: string) => within(prefix).reduce((sum, row) => sum + row.keptBytes, 0)

  it("has ResNet-152's totals", () => {
    expect(totals.parameters).toBe(58_164_298)
    expect(totals.trainedParameters).toBe(58_164_298)
    expect(totals.parameters * 4).toBe(232_657_192)
    // PyTorch's buffers: running statistics in float32 and a counter of 8 bytes for each of 155 layers.
    expect(totals.buffers).toBe(2 * 75_712)
    expect(totals.buffers * 4 + 155 * 8).toBe(606_936)
    expect((totals.multiplyAdds / 1e9).toFixed(2)).toBe('11.51')
    expect(describe(resnet({ depth: 152, classes: 1000 })).totals.parameters).toBe(60_192_808)
  })

  it('counts parameters and convolutions by stage', () => {
    const parameters = (prefix: string) => within(prefix).reduce((sum, row) => sum + row.parameters, 0)
    expect(parameters('layer1.0.')).toBe(75_008)
    expect(parameters('layer1.')).toBe(215_808)
    expect(parameters('layer2.')).toBe(2_339_840)
    expect(parameters('layer3.')).toBe(40_613_888)
    expect(parameters('layer4.')).toBe(14_964_736)
    expect(parameters('fc')).toBe(20_490)
    expect(rows.filter(({ kind }) => kind === 'conv2d')).toHaveLength(155)
    expect(rows.filter(({ kind }) => kind === 'batchNorm')).toHaveLength(155)
  })

  it('predicts what the backward pass keeps of an image, stage by stage', () => {
    const megabytes = (bytes: number, digits: number) => (bytes / 1e6).toFixed(digits)
    expect(megabytes(totals.keptBytes, 3)).toBe('176.828')
    expect(['layer1.', 'layer2.', 'layer3.', 'layer4.'].map((stage) => megabytes(kept(stage), 2))).toEqual([
      '32.11',
      '42.55',
      '88.71',
      '4.62',
    ])
    expect(megabytes(totals.inputBytes, 3)).toBe('0.602')
    const small = describe(resnet({ depth: 18, classes: 10 }))
    expect(megabytes(small.totals.keptBytes, 3)).toBe('21.578')
    const stem = small.rows.slice(0, 4)
    expect(stem.map((row) => [row.name, row.outputShape, row.keptBytes])).toEqual([
      ['conv1', [64, 112, 112], 4 * 802_816],
      ['bn1', [64, 112, 112], 0],
      ['relu', [64, 112, 112], 4 * 802_816],
      ['maxpool', [64, 56, 56], 12 * 200_704],
    ])
  })

  it('measures another input', () => {
    const model = resnet({ depth: 18, classes: 10 })
    const larger = describe(model, [3, 448, 448]).totals
    expect(larger.parameters).toBe(11_181_642)
    // Convolutions cost four times as much; the dense layer the same.
    const dense = 512 * 10
    expect(larger.multiplyAdds - dense).toBe(4 * (describe(model).totals.multiplyAdds - dense))
  })
})

group("the layer tables of the homework's other networks", () => {
  it('count the multiply-adds of the CNN layer by layer', () => {
    const { rows, totals } = describe(simpleCnn({ classes: 3 }))
    expect(rows.filter((row) => row.multiplyAdds > 0).map((row) => row.multiplyAdds)).toEqual([
      115_248, 86_436, 9,
    ])
    expect(totals.parameters).toBe(606)
    // Two padded copies, two ReLU outputs, the pool's output with its indices, and the averages. PyTorch's
    // saved_tensors_hooks count the same 28 252 bytes for this network (torch 2.13, parameters and input aside).
    expect(totals.keptBytes).toBe(4 * 34 * 34 + 12 * 20 * 20 + 4 * 2352 + 12 * 588 + 4 * 588 + 4 * 3)
    expect(totals.keptBytes).toBe(28_252)
  })

  it('keep only the input of the classifier where the convolutions are frozen', () => {
    const { totals } = describe(simpleCnn({ classes: 3, hasFrozenConvolutions: true }))
    expect(totals.trainedParameters).toBe(12)
    expect(totals.parameters).toBe(606)
    expect(totals.keptBytes).toBe(4 * 3)
  })

  it('count the MLP and the cheating CNN', () => {
    const { rows, totals } = describe(mlp({ classes: 3 }))
    expect(rows.map(({ kind }) => kind)).toEqual(['flatten', 'dense', 'relu', 'dense', 'relu', 'dense'])
    expect([totals.parameters, totals.multiplyAdds, totals.keptBytes]).toEqual([39_793, 39_730, 240])
    const cheating = describe(cheatingCnn({ dropRate: 0.75 })).totals
    expect(cheating.parameters).toBe(25_578)
    expect(cheating.multiplyAdds).toBe(16 * 1024 * 27 + 32 * 256 * 144 + 20_480)
    const [first, second] = [16 * 256, 32 * 64]
    // Convolution outputs, then per pooled value an index, a ReLU output, a mask and the dropout's output.
    const stages = 4 * (16 * 1024 + 32 * 256) + (8 + 4 + 1 + 4) * (first + second)
    expect(cheating.keptBytes).toBe(stages + 4 * 10)
    // saved_tensors_hooks of torch 2.13 on a CPU, whose dropout masks are float32: three bytes a value more.
    expect(cheating.keptBytes + 3 * (first + second)).toBe(221_224)
    // Without dropping, dropout neither stores a mask nor copies.
    expect(describe(cheatingCnn({ dropRate: 0 })).totals.keptBytes).toBe(stages - 5 * (first + second) + 40)
  })

  it('say which layer does not fit', () => {
    const model: Model = {
      name: 'wrong',
      input: [3, 8, 8],
      layers: [{ name: 'fc', kind: 'dense', features: 2, hasBias: true, weight: { kind: 'uniform-fan-in' } }],
    }
    expect(() => describe(model)).toThrow(ModelError)
    expect(() => describe(model)).toThrow('Layer "fc" needs a vector but receives 3 x 8 x 8')
  })
})
