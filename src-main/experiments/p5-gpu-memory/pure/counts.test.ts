import { describe, expect, it } from 'vitest'
import { gpuPredictions, layerRows, modelSize, stageCounts } from './counts.ts'
import { mebibytes, megabytes } from './units.ts'

const resnet152 = { model: 'resnet152', stem: 'imagenet', side: 224 } as const

describe('the counts of 5a', () => {
  it('are those of the homework to the last digit', () => {
    const size = modelSize(resnet152)
    expect(size.parameters).toBe(58_164_298)
    expect(megabytes(size.parameterBytes)).toBe(232.657192)
    expect(mebibytes(size.parameterBytes).toFixed(3)).toBe('221.879')
    expect(size.bufferBytes).toBe(606_936)
    expect(megabytes(size.parameterBytes + size.bufferBytes)).toBeCloseTo(233.264128, 9)
    expect(mebibytes(size.parameterBytes + size.bufferBytes).toFixed(3)).toBe('222.458')
    expect(modelSize({ ...resnet152, model: 'resnet18' }).parameters).toBe(11_181_642)
  })

  it('do not depend on the image side', () => {
    expect(modelSize({ ...resnet152, side: 32 })).toEqual(modelSize(resnet152))
  })

  it('have the stages of the homework', () => {
    const rows = stageCounts(resnet152)
    expect(rows.map(({ stage, output, blocks, parameters }) => [stage, output, blocks, parameters])).toEqual([
      ['stem', '64 x 56 x 56', null, 9_536],
      ['layer1', '256 x 56 x 56', 3, 215_808],
      ['layer2', '512 x 28 x 28', 8, 2_339_840],
      ['layer3', '1024 x 14 x 14', 36, 40_613_888],
      ['layer4', '2048 x 7 x 7', 3, 14_964_736],
      ['fc', '10', null, 20_490],
      ['total', null, null, 58_164_298],
    ])
    const activations = rows.map((row) => (row.keptMiB * 2 ** 20) / 1e6)
    ;[8.83, 32.11, 42.55, 88.71, 4.62].forEach((mb, i) => expect(activations[i]).toBeCloseTo(mb, 1))
  })

  it('have the blocks of the homework, layer by layer', () => {
    const rows = layerRows(resnet152)
    const sum = (prefix: string): number =>
      rows.filter(({ name }) => name.startsWith(prefix)).reduce((total, row) => total + row.parameters, 0)
    expect(sum('layer1.0.')).toBe(75_008)
    expect(sum('layer3.1.')).toBe(1_117_184)
    expect(sum('layer4.0.')).toBe(6_039_552)
    const of = (kind: string) => rows.filter((row) => row.kind === kind)
    expect(of('conv2d').length).toBe(155)
    expect(of('conv2d').reduce((total, row) => total + row.parameters, 0)).toBe(57_992_384)
    expect(of('batchNorm').reduce((total, row) => total + row.parameters, 0)).toBe(151_424)
  })
})

describe('the prediction for a GPU', () => {
  it('is the arithmetic of the homework', () => {
    const rows = gpuPredictions({ ...resnet152, batchSize: 8 })
    expect(rows.map((row) => row.weights.toFixed(3))).toEqual(['221.879', '221.879', '221.879'])
    expect(rows.map((row) => row.state.toFixed(3))).toEqual(['0.000', '221.879', '443.760'])
    const [sgd, momentum, adam] = rows.map((row) => row.totalMegabytes)
    expect((momentum ?? 0) - (sgd ?? 0)).toBeCloseTo(232.657192, 6)
    expect((adam ?? 0) - (sgd ?? 0)).toBeCloseTo(465.316252, 6)
  })
})
