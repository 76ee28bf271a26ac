/** The homework's own numbers for parts a to h, and their stated spreads over 20 seeds. */
import { describe, expect, it } from 'vitest'
import { mean, standardDeviation } from '#numeric/statistics.ts'
import { collectRun, type CollectedRun } from '../collect-run.testing.ts'

const seeds = Array.from({ length: 20 }, (_, index) => index + 1)

function numberIn(run: CollectedRun, value: string): number {
  const measured = run.values.get(value)?.value
  return typeof measured === 'number' ? measured : NaN
}

const column = (run: CollectedRun, series: string): number[] =>
  run.samples.map(({ values }) => values[series] ?? NaN)
const runsOf = (preset: string, given = {}): Promise<CollectedRun[]> =>
  Promise.all(seeds.map((seed) => collectRun(preset, given, seed)))

describe('1a and 1b, without dropout', () => {
  it('1a: the minimum-norm solution', async () => {
    const run = await collectRun('1a')
    expect(numberIn(run, '1a.w1')).toBeCloseTo(110 / 101, 12)
    expect(numberIn(run, '1a.w2')).toBeCloseTo(11 / 101, 12)
    expect(numberIn(run, '1a.w1')).toBeCloseTo(1.08910891, 8)
    expect(numberIn(run, '1a.w2')).toBeCloseTo(0.10891089, 8)
  })

  it('1b: descent contracts the residual by 0.798 a step and ends at 1a', async () => {
    const run = await collectRun('1b')
    const losses = column(run, 'loss')
    expect(losses).toHaveLength(1001)
    ;[121, 77.053, 49.068, 31.247].forEach((loss, step) => expect(losses[step]).toBeCloseTo(loss, 3))
    losses.slice(0, 60).forEach((loss, step) => expect(loss).toBeCloseTo(121 * 0.798 ** (2 * step), 9))
    expect(losses.findIndex((loss) => loss < 1e-6)).toBe(42)
    expect(numberIn(run, '1b.w1')).toBeCloseTo(110 / 101, 9)
    expect(numberIn(run, '1b.w2')).toBeCloseTo(11 / 101, 9)
    expect(numberIn(run, '1b.w1') / numberIn(run, '1b.w2')).toBeCloseTo(10, 9)
    expect(numberIn(run, '1b.distance')).toBeLessThan(1e-9)
    // What it is compared with stands beside it.
    expect([numberIn(run, '1b.formula1'), numberIn(run, '1b.formula2')]).toEqual([
      expect.closeTo(110 / 101, 12),
      expect.closeTo(11 / 101, 12),
    ])
    expect(numberIn(run, '1b.finalLoss')).toBeLessThan(1e-18)
  })
})

describe('1c, least squares with dropout', () => {
  it('has the stated solution, losses and masks', async () => {
    const run = await collectRun('1c')
    expect(numberIn(run, '1c.w1')).toBeCloseTo(110 / 300, 12)
    expect(numberIn(run, '1c.w2')).toBeCloseTo(1100 / 300, 12)
    expect(numberIn(run, '1c.cleanLoss')).toBeCloseTo(121 / 9, 10)
    expect(numberIn(run, '1c.trainLoss')).toBeCloseTo(121 / 3, 10)
    const masks = run.values.get('1c.masks')?.value
    expect(typeof masks === 'object' && masks?.columns).toEqual([
      'mask',
      'x1',
      'x2',
      'target',
      'probability',
      'loss',
    ])
    const rows = typeof masks === 'object' && masks ? masks.rows : []
    expect(rows.map((row) => row.slice(1, 5))).toEqual([
      [20, 2, 11, 0.25],
      [20, 0, 11, 0.25],
      [0, 2, 11, 0.25],
      [0, 0, 11, 0.25],
    ])
    ;[121 / 9, 121 / 9, 121 / 9, 121].forEach((loss, row) => expect(rows[row]?.[5]).toBeCloseTo(loss, 10))
  })
})

describe('1d, batch 1', () => {
  it('jumps, reads exactly 121 in a quarter of the steps, and does not settle', async () => {
    const runs = await runsOf('1d')
    // 20 * 1001 masks, each both-dropped with probability 1/4: sd 0.0031.
    const shares = runs.map((run) => column(run, 'loss').filter((loss) => loss === 121).length / 1001)
    expect(Math.abs(mean(shares) - 0.25)).toBeLessThan(0.013)
    runs.forEach((run, index) => {
      const losses = column(run, 'loss')
      // At the start every mask loses 121; afterwards only "both dropped" does.
      const whole = losses.filter((loss) => loss === 121).length
      expect(numberIn(run, '1d.allDropped')).toBeLessThanOrEqual(whole / 1001)
      expect(numberIn(run, '1d.allDropped')).toBeGreaterThanOrEqual((whole - 10) / 1001)
      expect(shares[index]).toBeGreaterThan(0.19)
      expect(losses.slice(-100).filter((loss) => loss > 100).length).toBeGreaterThan(5)
    })
  })

  it('scatters its weights as 200 simulated seeds do', async () => {
    const runs = await runsOf('1d')
    const [w1, w2] = ['1d.w1', '1d.w2'].map((value) => runs.map((run) => numberIn(run, value)))
    // Stated: mean (0.378, 3.470), standard deviation (0.140, 0.132); 20 seeds leave sd / sqrt 20 of the mean.
    expect(Math.abs(mean(w1 ?? []) - 0.378)).toBeLessThan((4 * 0.14) / Math.sqrt(20))
    expect(Math.abs(mean(w2 ?? []) - 3.47)).toBeLessThan((4 * 0.132) / Math.sqrt(20))
    expect(standardDeviation(w1 ?? [])).toBeGreaterThan(0.07)
    expect(standardDeviation(w1 ?? [])).toBeLessThan(0.21)
    expect(standardDeviation(w2 ?? [])).toBeGreaterThan(0.065)
    expect(standardDeviation(w2 ?? [])).toBeLessThan(0.2)
    for (const run of runs) {
      expect(numberIn(run, '1d.w1')).toBeGreaterThan(0)
      expect(numberIn(run, '1d.w1')).toBeLessThan(0.75)
      expect(numberIn(run, '1d.w2')).toBeGreaterThan(2.9)
      expect(numberIn(run, '1d.w2')).toBeLessThan(4.05)
    }
  })
})

describe('1e, batch 1024', () => {
  it('falls in two stages to a plateau of 40.33 that fluctuates by about 1.5', async () => {
    const runs = await runsOf('1e')
    for (const run of runs) {
      const losses = column(run, 'loss')
      expect(losses[0]).toBe(121)
      expect(Math.abs(mean(losses.slice(5, 10)) - 60)).toBeLessThan(4)
      const plateau = losses.slice(800)
      expect(Math.abs(mean(plateau) - 40.42)).toBeLessThan(0.5)
      expect(standardDeviation(plateau)).toBeGreaterThan(1.1)
      expect(standardDeviation(plateau)).toBeLessThan(1.9)
      expect(numberIn(run, '1e.floor')).toBeCloseTo(121 / 3, 10)
      expect(Math.abs(numberIn(run, '1e.residual') - 1.5)).toBeLessThan(0.2)
    }
  })

  it('ends at the expected-gradient value with a spread of 0.004, near 1c but not on it', async () => {
    const runs = await runsOf('1e')
    for (const [value, expected] of [
      ['1e.w1', 0.37582],
      ['1e.w2', 3.48494],
    ] as const) {
      const weights = runs.map((run) => numberIn(run, value))
      expect(Math.abs(mean(weights) - expected)).toBeLessThan((4 * 0.0045) / Math.sqrt(20))
      expect(standardDeviation(weights)).toBeGreaterThan(0.002)
      expect(standardDeviation(weights)).toBeLessThan(0.007)
    }
    for (const run of runs) expect(Math.abs(numberIn(run, '1e.distance') - 0.182)).toBeLessThan(0.02)
  })

  it('is at 1c after 10 000 iterations', async () => {
    const run = await collectRun('1e', { iterations: 10_000, logEvery: 1000 })
    expect(Math.abs(numberIn(run, '1e.w1') - 0.366667)).toBeLessThan(0.02)
    expect(Math.abs(numberIn(run, '1e.w2') - 3.666667)).toBeLessThan(0.02)
  })
})

describe('1f, contributions', () => {
  it('are 100 : 1 without dropout and nearly equal with it', async () => {
    for (const run of await runsOf('1f')) {
      expect(numberIn(run, '1f.plain.term1')).toBeCloseTo(10.891, 3)
      expect(numberIn(run, '1f.plain.term2')).toBeCloseTo(0.109, 3)
      expect(numberIn(run, '1f.plain.term1') / numberIn(run, '1f.plain.term2')).toBeCloseTo(100, 6)
      // After 1000 iterations the expected terms are 3.758 and 3.485; w1 scatters by 0.004, its term by 0.04.
      expect(Math.abs(numberIn(run, '1f.dropout.term1') - 3.758)).toBeLessThan(0.2)
      expect(Math.abs(numberIn(run, '1f.dropout.term2') - 3.485)).toBeLessThan(0.02)
    }
    const long = await collectRun('1f', { iterations: 10_000, logEvery: 1000 })
    expect(Math.abs(numberIn(long, '1f.dropout.term1') - 11 / 3)).toBeLessThan(0.2)
    expect(Math.abs(numberIn(long, '1f.dropout.term2') - 11 / 3)).toBeLessThan(0.03)
  })
})

describe('1h, SGD beside Adam', () => {
  it('differ without dropout and agree with it', async () => {
    for (const run of await runsOf('1h')) {
      expect(numberIn(run, '1h.sgd0.w1')).toBeCloseTo(110 / 101, 9)
      expect(numberIn(run, '1h.sgd0.w2')).toBeCloseTo(11 / 101, 9)
      expect(numberIn(run, '1h.adam0.w1')).toBeCloseTo(1, 4)
      expect(numberIn(run, '1h.adam0.w2')).toBeCloseTo(1, 4)
      for (const track of ['sgd50', 'adam50']) {
        expect(Math.abs(numberIn(run, `1h.${track}.w1`) - 0.3667)).toBeLessThan(0.03)
        expect(Math.abs(numberIn(run, `1h.${track}.w2`) - 3.6667)).toBeLessThan(0.03)
      }
    }
  })
})

it('1d and 1f: the weights stand beside those of the formula, and are those of the terms', async () => {
  const [descent, formula, terms] = await Promise.all([collectRun('1d'), collectRun('1c'), collectRun('1f')])
  for (const weight of ['1', '2'])
    expect(numberIn(descent, `1d.formula${weight}`)).toBe(numberIn(formula, `1c.w${weight}`))
  for (const track of ['plain', 'dropout']) {
    expect(numberIn(terms, `1f.${track}.w1`) * 10).toBeCloseTo(numberIn(terms, `1f.${track}.term1`), 12)
    expect(numberIn(terms, `1f.${track}.w2`)).toBeCloseTo(numberIn(terms, `1f.${track}.term2`), 12)
  }
})
