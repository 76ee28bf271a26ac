import { describe, expect, it } from 'vitest'
import { collectRun, slotByKey } from '../collect-run.testing.ts'
import { problem } from './problem.ts'

describe('the parts', () => {
  it('open with settings of their own', () => {
    expect(slotByKey('1d').defaults).toMatchObject({ batchSize: 1, iterations: 1000, logEvery: 1 })
    for (const key of ['1e', '1f'])
      expect(slotByKey(key).defaults).toMatchObject({ batchSize: 1024, iterations: 1000, logEvery: 1 })
    for (const key of ['1g', '1h'])
      expect(slotByKey(key).defaults).toMatchObject({ batchSize: 1024, iterations: 10_000, logEvery: 10 })
  })

  it('have only the fields that reach their training', () => {
    const namesOf = (key: string): string[] => Object.keys(slotByKey(key).defaults)
    expect(namesOf('1a')).toEqual(['x1', 'x2', 'y'])
    expect(namesOf('1c')).toEqual(['x1', 'x2', 'y', 'dropRate'])
    expect(namesOf('1b')).not.toContain('dropRate')
    expect(namesOf('1b')).not.toContain('batchSize')
    expect(namesOf('1g')).not.toContain('dropRate')
    expect(namesOf('1h')).not.toContain('optimizer')
  })

  it('measure under the ids that stored runs and worksheets know', () => {
    const descent = ['w1', 'w2', 'formula1', 'formula2', 'finalLoss', 'distance']
    const dropout = [...descent, 'expectedLoss', 'residual', 'floor', 'allDropped']
    const network = ['clean', 'cheat', 'validationLoss', 'deadClasses']
    const known: Readonly<Record<string, readonly string[]>> = {
      '1a': ['w1', 'w2'],
      '1b': descent,
      '1c': ['w1', 'w2', 'cleanLoss', 'trainLoss', 'masks'],
      '1d': dropout,
      '1e': dropout,
      '1f': ['plain', 'dropout'].flatMap((track) =>
        ['w1', 'w2', 'term1', 'term2'].map((name) => `${track}.${name}`),
      ),
      '1g': ['w1', 'w2', 'cleanLoss', 'limit.w1', 'limit.w2', 'zero.w1', 'zero.w2'],
      '1h': ['sgd0', 'adam0', 'sgd50', 'adam50'].flatMap((track) => [`${track}.w1`, `${track}.w2`]),
      '1i': ['p0', 'p75'].flatMap((run) => network.map((name) => `${run}.${name}`)),
    }
    expect(problem.parts.map(({ id }) => id)).toEqual(Object.keys(known))
    for (const { id, slots } of problem.parts)
      expect(slots['main']?.values.map((value) => value.id)).toEqual(
        known[id]?.map((name) => `${id}.${name}`),
      )
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
    expect(slotByKey('1g').ask(given).totalSteps).toBe(20)
  })

  it('logs the number that is no longer finite, stops there, and says what to do', async () => {
    const run = await collectRun('1b', { learningRate: 1, iterations: 5000, logEvery: 100 })
    const last = run.samples.at(-1)
    expect(Number.isFinite(last?.values['loss'])).toBe(false)
    expect(last?.step).toBeLessThan(1000)
    expect(run.samples.slice(0, -1).every((sample) => Number.isFinite(sample.values['loss']))).toBe(true)
    expect(run.values.get('1b.w1')).toEqual({
      value: null,
      notMeasured: `The training diverged at step ${last?.step}: its loss exceeded the largest number that can be represented; use a learning rate below 0.0099.`,
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
      for (const key of ['1d', '1f', '1h']) {
        const run = await collectRun(key, given)
        for (const [id, value] of run.values) expect(value.value, `${key} ${id}`).not.toBeNull()
      }
  })

  it('logs the tracks that its part names for other drop rates', async () => {
    const given = { sweepRates: [0.9, 0, 0.25], iterations: 5 }
    const run = await collectRun('1g', given)
    const { tracks } = slotByKey('1g').ask(given)
    expect(tracks).toEqual(['rate-0', 'rate-0.25', 'rate-0.9'])
    expect([...new Set(run.samples.map((sample) => sample.track))]).toEqual(tracks)
  })
})
