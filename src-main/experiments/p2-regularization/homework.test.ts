/** The numbers of problem 2, from the runs themselves. */
import { describe, expect, it } from 'vitest'
import type { Table } from '#contract/samples.ts'
import { collectRun, type CollectedRun } from '../collect-run.testing.ts'

const numberIn = (run: CollectedRun, name: string): number => {
  const value = run.values.get(name)?.value
  if (typeof value !== 'number') throw new Error(`${name} was not measured`)
  return value
}
const columnIn = (run: CollectedRun, name: string, column: string): number[] => {
  const table = run.values.get(name)?.value as Table
  const at = table.columns.indexOf(column)
  return table.rows.map((row) => Number(row[at]))
}
/** The data point of problem 1, at keep probability 1/2. */
const point = { source: 'given', givenX: [10, 1], givenY: [11], keep: 0.5 }

describe('2a', () => {
  it('has both enumerations and the closed form equal to rounding, by default', async () => {
    const run = await collectRun('2a', {})
    const closed = numberIn(run, '2a.closed')
    expect(numberIn(run, '2a.expected')).toBeCloseTo(closed, 12)
    expect(numberIn(run, '2a.byRows')).toBeCloseTo(closed, 12)
    expect(numberIn(run, '2a.fit') + numberIn(run, '2a.penalty')).toBeCloseTo(closed, 12)
    expect(columnIn(run, '2a.terms', 'penalty').reduce((a, b) => a + b, 0)).toBeCloseTo(
      numberIn(run, '2a.penalty'),
      12,
    )
  })

  it('is, for the point of problem 1 in its scaled inputs, the loss of problem 1', async () => {
    // Problem 1 divides kept inputs by 1/2: its solution (0.366667, 3.666667) is half the unscaled weights.
    const run = await collectRun('2a', { ...point, weights: [2 * (110 / 300), 2 * (1100 / 300)] })
    expect(numberIn(run, '2a.closed')).toBeCloseTo(40.33333333, 8)
    expect(numberIn(run, '2a.expected')).toBeCloseTo(40.33333333, 8)
  })

  it('draws an estimate that its band covers in about 95 of 100 seeds', async () => {
    let covered = 0
    for (let seed = 0; seed < 100; seed++) {
      const { samples } = await collectRun('2a', { draws: 500 }, seed)
      const { bandLow = NaN, bandHigh = NaN, closed = NaN } = samples.at(-1)?.values ?? {}
      if (bandLow <= closed && closed <= bandHigh) covered++
    }
    // Binomial(100, 0.95): standard deviation 2.2.
    expect(covered).toBeGreaterThanOrEqual(86)
  })

  it('says that there are too many masks, and enumerates row by row all the same', async () => {
    const run = await collectRun('2a', { rows: 40, draws: 10 })
    expect(run.values.get('2a.expected')).toEqual({
      value: null,
      notMeasured: expect.stringMatching(/^Not enumerated: too many masks.*80 entries.*2\^80/),
    })
    expect(numberIn(run, '2a.byRows') / numberIn(run, '2a.closed')).toBeCloseTo(1, 12)
  })
})

describe('2b', () => {
  it('learns weights that, times p, meet the Tikhonov solution; unscaled they do not', async () => {
    const run = await collectRun('2b', {})
    const size = Math.hypot(...columnIn(run, '2b.ridge', 'w'))
    expect(numberIn(run, '2b.distance')).toBeLessThan(0.01 * size)
    expect(numberIn(run, '2b.unscaledDistance')).toBeGreaterThan(0.3 * size)
    expect(numberIn(run, '2b.closedDistance')).toBeLessThan(1e-12)
    const last = run.samples.at(-1)?.values
    expect(last?.['averageDistance']).toBe(numberIn(run, '2b.distance'))
    columnIn(run, '2b.dropout', 'p × average').forEach((value, j) => expect(last?.[`w${j + 1}`]).toBe(value))
  })

  it('gives the weights of problem 1 for its point', async () => {
    const run = await collectRun('2b', { ...point, iterations: 1 })
    const [w1 = NaN, w2 = NaN] = columnIn(run, '2b.ridge', 'w')
    expect(w1).toBeCloseTo(0.366667, 6)
    expect(w2).toBeCloseTo(3.666667, 6)
    const [gamma1 = NaN, gamma2 = NaN] = columnIn(run, '2b.gamma', 'Γ')
    expect([gamma1, gamma2]).toEqual([expect.closeTo(10, 12), expect.closeTo(1, 12)])
  })

  it('follows its expected distance in the mean over seeds', async () => {
    const [start, runs] = [300, 40]
    const mean = [0, 0, 0, 0]
    let ridge: number[] = []
    let expected = NaN
    for (let seed = 0; seed < runs; seed++) {
      const run = await collectRun('2b', { iterations: start }, seed)
      ridge = columnIn(run, '2b.ridge', 'w')
      expected = run.samples.at(-1)?.values['expectedDistance'] ?? NaN
      columnIn(run, '2b.dropout', 'last').forEach(
        (value, j) => (mean[j] = (mean[j] ?? NaN) + (0.7 * value) / runs),
      )
    }
    const distance = Math.hypot(...mean.map((value, j) => value - (ridge[j] ?? NaN)))
    expect(Math.abs(distance - expected)).toBeLessThan(0.02)
  })

  it('stops where it diverges and says so', async () => {
    const run = await collectRun('2b', { learningRate: 10 })
    expect(run.values.get('2b.distance')).toEqual({
      value: null,
      notMeasured: expect.stringMatching(/diverged at step \d+ .*below 0\.\d+/),
    })
    expect(run.samples.at(-1)?.step).toBeLessThan(20_000)
    expect(Number.isFinite(run.samples.at(-1)?.values['distance'])).toBe(false)
  })
})

describe('2c', () => {
  it.each(['dropout', 'dense'])('maps the ridge weights back onto the direct ones: %s', async (gamma) => {
    for (const lambda of [0.01, 1, 30])
      expect(numberIn(await collectRun('2c', { gamma, lambda }), '2c.difference')).toBeLessThan(1e-11)
  })

  it('says that there is no inverse at p = 1 and for a column of zeros', async () => {
    for (const given of [{ keep: 1 }, { ...point, givenX: [10, 0] }])
      for (const preset of ['2b', '2c', '2d'])
        for (const [name, value] of (
          await collectRun(preset, { ...given, ...(preset === '2b' ? { iterations: 1 } : {}) })
        ).values)
          if (value.value === null) expect(value.notMeasured, name).toMatch(/inverted|not unique/)
    const { values } = await collectRun('2c', { keep: 1 })
    expect(values.get('2c.difference')?.value).toBeNull()
  })
})

describe('2d', () => {
  it('flattens the norms to sqrt(p / (1 - p)), batch normalisation to sqrt(n)', async () => {
    const run = await collectRun('2d', {})
    for (const norm of columnIn(run, '2d.columnNorms', 'norm after Γ'))
      expect(norm).toBeCloseTo(1.52752523, 8)
    for (const norm of columnIn(run, '2d.columnNorms', 'norm after batch norm'))
      expect(norm).toBeCloseTo(6.3246, 4)
    for (const mean of columnIn(run, '2d.columnNorms', 'mean after batch norm'))
      expect(mean).toBeCloseTo(0, 12)
    // Γ does not centre: with columns of mean 1 the means stay well away from 0.
    for (const mean of columnIn(run, '2d.columnNorms', 'mean after Γ')) expect(mean).toBeGreaterThan(0.05)
    expect(numberIn(run, '2d.spread')).toBeLessThan(1e-12)
  })
})

it('fails with a sentence where the given X and y do not fit together', async () => {
  await expect(collectRun('2a', { ...point, givenX: [1, 2, 3], givenY: [1, 2] })).rejects.toThrow(
    /X has 3 numbers and y has 2/,
  )
})
