import { describe, expect, it } from 'vitest'
import { presetParams } from '#contract/params.ts'
import { collectRun } from '../collect-run.ts'
import { definition, tracksOf } from './definition.ts'
import { paramsOfPart } from './presets.ts'

const allDefaults = presetParams(
  definition,
  definition.presets.at(-1) ?? {
    id: '',
    part: '',
    title: '',
    params: {},
    series: [],
    tracks: [],
    values: [],
  },
)

describe('the preset "all"', () => {
  it('measures every part exactly as its own preset does with the same seed', async () => {
    const all = await collectRun('all', {}, 7)
    for (const preset of definition.presets.filter(({ part }) => part !== '1' && part !== '1i')) {
      const single = await collectRun(preset.id, {}, 7)
      for (const [id, value] of single.values) expect(all.values.get(id)).toEqual(value)
    }
    const others = definition.values.filter(({ part }) => part !== '1i')
    expect(all.values.size).toBe(others.length)
  })

  it('gives a moved parameter to every part and leaves each the rest of its own', () => {
    const moved = { ...allDefaults, learningRate: 0.002, batchSize: 64 }
    expect(paramsOfPart('1g', 'all', moved)).toMatchObject({
      learningRate: 0.002,
      batchSize: 64,
      iterations: 10_000,
    })
    expect(paramsOfPart('1e', 'all', allDefaults)).toMatchObject({ batchSize: 1024, iterations: 1000 })
    expect(paramsOfPart('1e', '1e', moved)).toEqual(moved)
  })
})

describe('a training', () => {
  it('logs the start, every k-th step and the end', async () => {
    const { samples } = await collectRun('1d', {
      iterations: 25,
      logEvery: 10,
      start1: 0.3,
      start2: -2,
    })
    expect(samples.map((sample) => sample.step)).toEqual([0, 10, 20, 25])
    expect(samples[0]?.values).toMatchObject({ w1: 0.3, w2: -2 })
  })

  it('ends with a sample that holds the final weights', async () => {
    const run = await collectRun('1e', { iterations: 40 })
    expect(run.samples.at(-1)?.values['w1']).toBe(run.values.get('1e.w1')?.value)
    expect(run.samples.at(-1)?.values['loss']).toBe(run.values.get('1e.finalLoss')?.value)
  })

  it('draws the same masks whatever trains beside it and however often it is logged', async () => {
    const few = await collectRun('1g', { sweepRates: [0.3], iterations: 100 })
    const many = await collectRun('1g', {
      sweepRates: [0.1, 0.3, 0.5],
      iterations: 100,
      logEvery: 1,
    })
    const last = many.samples.filter((sample) => sample.track === 'rate-0.3').at(-1)
    expect(last).toEqual(few.samples.at(-1))
  })

  it('of part f with dropout is that of part e to the last bit, with the same seed and settings', async () => {
    for (const given of [
      {},
      { dropRate: 0.3, optimizer: 'momentum', momentum: 0.5, batchSize: 7, logEvery: 9 },
    ])
      for (const seed of [1, 5]) {
        const e = await collectRun('1e', { ...given, iterations: 300 }, seed)
        const f = await collectRun('1f', { ...given, iterations: 300 }, seed)
        const points = f.samples.filter((sample) => sample.track === 'dropout')
        expect(points.map(({ step, values }) => ({ step, values }))).toEqual(
          e.samples.map(({ step, values }) => ({ step, values })),
        )
        expect(f.values.get('1f.dropout.term1')?.value).toBe(10 * Number(e.values.get('1e.w1')?.value))
        expect(f.values.get('1f.dropout.term2')?.value).toBe(e.values.get('1e.w2')?.value)
      }
  })

  it('is made once for a drop rate that the sweep names twice', async () => {
    const given = { sweepRates: [0.5, 0.1, 0.5], iterations: 10, logEvery: 1 }
    const run = await collectRun('1g', given)
    expect(run.samples).toHaveLength(2 * 11)
    expect(definition.totalSteps(run.params, '1g')).toBe(20)
  })

  it('logs the number that is no longer finite, stops there, and says what to do', async () => {
    const run = await collectRun('1b', { learningRate: 1, iterations: 5000, logEvery: 100 })
    const last = run.samples.at(-1)
    expect(Number.isFinite(last?.values['loss'])).toBe(false)
    expect(last?.step).toBeLessThan(1000)
    expect(run.samples.slice(0, -1).every((sample) => Number.isFinite(sample.values['loss']))).toBe(true)
    expect(run.values.get('1b.w1')).toEqual({
      value: null,
      notMeasured: `The training diverged at step ${last?.step}: its loss grew beyond the largest number that can be held; use a learning rate below 0.0099.`,
    })
  })

  it('logs no expected loss with Adam and says why', async () => {
    const run = await collectRun('1d', { optimizer: 'adam', iterations: 10 })
    expect(run.samples.every((sample) => !('expectedLoss' in sample.values))).toBe(true)
    for (const id of ['1d.expectedLoss', '1d.residual'])
      expect(run.values.get(id)).toEqual({
        value: null,
        notMeasured: expect.stringContaining('no closed form'),
      })
    expect(run.values.get('1d.w1')?.value).toBeTypeOf('number')
  })

  it('handles the edges of what may be asked', async () => {
    for (const given of [
      { batchSize: 1_000_000, iterations: 50 },
      { dropRate: 0, iterations: 50 },
      { dropRate: 0.99, learningRate: 1e-7, iterations: 50 },
      { x1: 0, x2: 0, iterations: 5 },
      { x2: 0, iterations: 50 },
      { y: 0, iterations: 5 },
      { iterations: 1 },
    ])
      for (const preset of ['1d', '1f', '1h']) {
        const run = await collectRun(preset, given)
        for (const [id, value] of run.values) expect(value.value, `${preset} ${id}`).not.toBeNull()
      }
  })

  it('logs the tracks that tracksOf names for other drop rates', async () => {
    const run = await collectRun('1g', { sweepRates: [0.9, 0, 0.25], iterations: 5 })
    expect([...new Set(run.samples.map((sample) => sample.track))]).toEqual(tracksOf(run.params, '1g'))
  })
})
