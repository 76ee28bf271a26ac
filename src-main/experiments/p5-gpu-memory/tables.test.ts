import { describe, expect, it } from 'vitest'
import { findPreset, presetParams } from '#contract/params.ts'
import { definition } from './definition.ts'
import { expectation, fitWarning, notes, warnings } from './expectations.ts'
import { learningRateOf, stepsPerEpoch, totalSteps } from './plan.ts'
import { batchSizesOf, homeworkParams } from './presets.ts'
import {
  gpuPredictionTable,
  layerRows,
  megabytes,
  inWholeMiB,
  mebibytes,
  modelSize,
  stageTable,
} from './tables.ts'

const resnet152 = { model: 'resnet152', stem: 'imagenet', side: 224 } as const
const params = (preset: string, given = {}) => ({
  ...presetParams(definition, findPreset(definition, preset)),
  ...given,
})

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
    const { rows } = stageTable(resnet152)
    expect(rows.map(([stage, output, blocks, parameters]) => [stage, output, blocks, parameters])).toEqual([
      ['stem', '64 x 56 x 56', null, 9_536],
      ['layer1', '256 x 56 x 56', 3, 215_808],
      ['layer2', '512 x 28 x 28', 8, 2_339_840],
      ['layer3', '1024 x 14 x 14', 36, 40_613_888],
      ['layer4', '2048 x 7 x 7', 3, 14_964_736],
      ['fc', '10', null, 20_490],
      ['total', null, null, 58_164_298],
    ])
    const activations = rows.map((row) => (Number(row[6]) * 2 ** 20) / 1e6)
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
    const { rows } = gpuPredictionTable({ ...resnet152, batchSize: 8 })
    expect(rows.map((row) => Number(row[1]).toFixed(3))).toEqual(['221.879', '221.879', '221.879'])
    expect(rows.map((row) => Number(row[3]).toFixed(3))).toEqual(['0.000', '221.879', '443.760'])
    const [sgd, momentum, adam] = rows.map((row) => Number(row[7]))
    expect((momentum ?? 0) - (sgd ?? 0)).toBeCloseTo(232.657192, 6)
    expect((adam ?? 0) - (sgd ?? 0)).toBeCloseTo(465.316252, 6)
  })
})

describe('the settings', () => {
  it('give each batch size the learning rate of the homework', () => {
    const rates = [4, 8, 16, 32, 64, 128, 256, 512, 1024].map(learningRateOf)
    const asked = [1e-4, 2e-4, 4e-4, 8e-4, 1.6e-3, 3.2e-3, 6.4e-3, 6.4e-3, 6.4e-3]
    rates.forEach((rate, i) => expect(rate).toBeCloseTo(asked[i] ?? NaN, 12))
  })

  it('count steps as the homework does', () => {
    expect([4, 16, 64, 256, 1024].map((batch) => stepsPerEpoch(batch, { trainImages: 4096 }))).toEqual([
      1024, 256, 64, 16, 4,
    ])
    const homework = params('5c', homeworkParams['5c'])
    expect(totalSteps(homework, '5c')).toBe(10 * (1024 + 256 + 64 + 16 + 4))
    expect(batchSizesOf({ batchSizes: [64, 4.4, 4, 64] })).toEqual([4, 64])
  })

  it('tell the time and the memory to expect, and more for the homework’s setting', () => {
    for (const { id } of definition.presets) {
      const usual = expectation(params(id), id)
      expect(usual.seconds).toBeLessThan(180)
      expect(expectation(params(id, homeworkParams[id]), id).seconds).toBeGreaterThan(usual.seconds)
      expect(notes(params(id), id)[0]).toMatch(/^Expected time: .*expected memory: [\d\u202f]+ MiB \(2²⁰\)/)
    }
    const homework = params('5c', homeworkParams['5c'])
    expect(warnings(homework, '5c').join(' ')).toMatch(
      /predicted to need [\d\u202f]+ MiB.*expected to take about \d+ (minutes|hours)/,
    )
  })

  it('write large amounts with thin spaces', () => {
    expect(inWholeMiB(110_378.4 * 2 ** 20)).toBe('110\u202f378 MiB')
    expect(inWholeMiB(999 * 2 ** 20)).toBe('999 MiB')
    expect(inWholeMiB(1_234_567 * 2 ** 20)).toBe('1\u202f234\u202f567 MiB')
  })

  it('warn before a run that would not fit, and only then', () => {
    expect(fitWarning(params('5c'), '5c', 16 * 2 ** 30)).toBeNull()
    expect(fitWarning(params('5c'), '5c', 2 ** 28)).toMatch(
      /predicted to need [\d\u202f]+ MiB and 256 MiB are there; .*\.$/,
    )
  })

  it('warn of batches larger than the subset and of parts of images', () => {
    expect(warnings(params('5c', { trainImages: 64 }), '5c').join(' ')).toMatch(/a batch of 256 is one step/)
    expect(warnings(params('5c', { batchSizes: [4.5] }), '5c').join(' ')).toMatch(/whole numbers/)
  })
})
