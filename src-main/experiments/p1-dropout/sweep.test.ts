/** Part 1g: the homework's table over the drop rate, and the trained points beside it. */
import { describe, expect, it } from 'vitest'
import type { Table } from '#contract/samples.ts'
import { mean } from '#numeric/statistics.ts'
import { collectRun, type CollectedRun } from '../collect-run.testing.ts'
import { sweepGrid } from './pure/theory.ts'

const reference = [
  [0, 1.089109, 0.108911, 0],
  [0.001, 0.549725, 5.497249, 0.00003],
  [0.01, 0.547236, 5.472362, 0.00306],
  [0.1, 0.521053, 5.210526, 0.33518],
  [0.3, 0.452941, 4.529412, 3.76817],
  [0.5, 0.366667, 3.666667, 13.44444],
  [0.7, 0.253846, 2.538462, 35.08284],
  [0.9, 0.1, 1.0, 81.0],
  [0.98, 0.021569, 0.215686, 111.69589],
] as const

function tableIn(run: CollectedRun, value: string): Table {
  const measured = run.values.get(value)?.value
  if (typeof measured !== 'object' || measured === null) throw new Error(`${value} is no table`)
  return measured
}

const rowAt = (table: Table, rate: number) => table.rows.find((row) => row[0] === rate) ?? []

describe('1g, the sweep', () => {
  it('holds the analytic values of the homework, by closed form to 1e-9', async () => {
    const rates = reference.map(([rate]) => rate)
    const run = await collectRun('1g', { sweepRates: rates, iterations: 10 })
    const tables = ['1g.w1', '1g.w2', '1g.cleanLoss'].map((value) => tableIn(run, value))
    for (const [rate, ...expected] of reference)
      tables.forEach((table, index) => expect(rowAt(table, rate)[1]).toBeCloseTo(expected[index] ?? NaN, 5))
    for (const rate of sweepGrid.slice(1)) {
      const q = 1 - rate
      expect(rowAt(tables[0] ?? tableIn(run, ''), rate)[1]).toBeCloseTo((1.1 * q) / (1 + q), 10)
      expect(rowAt(tables[1] ?? tableIn(run, ''), rate)[1]).toBeCloseTo((11 * q) / (1 + q), 10)
      expect(rowAt(tables[2] ?? tableIn(run, ''), rate)[1]).toBeCloseTo(121 * (rate / (2 - rate)) ** 2, 9)
    }
  })

  it('has the grid 0 to 0.98 and every trained rate, once and in order', async () => {
    const run = await collectRun('1g', { sweepRates: [0.5, 0.123, 0.5], iterations: 10 })
    const rates = tableIn(run, '1g.w1').rows.map((row) => row[0])
    expect(rates).toEqual([...sweepGrid, 0.123].sort((a, b) => a - b))
    expect(new Set(run.samples.map((sample) => sample.track))).toEqual(new Set(['rate-0.123', 'rate-0.5']))
    expect(tableIn(run, '1g.w1').rows.filter((row) => row[2] !== null)).toHaveLength(2)
  })

  it('trains points that lie where SGD is expected after as many steps, over 20 seeds', async () => {
    const measured = new Map<number, { w1: number[]; w2: number[] }>()
    for (let seed = 1; seed <= 20; seed++) {
      const run = await collectRun('1g', { logEvery: 10_000 }, seed)
      for (const rate of [0, 0.1, 0.3, 0.5, 0.7]) {
        const [, , w1, expected1] = rowAt(tableIn(run, '1g.w1'), rate)
        const [, , w2, expected2] = rowAt(tableIn(run, '1g.w2'), rate)
        expect(Math.abs(Number(w1) - Number(expected1))).toBeLessThan(0.03)
        expect(Math.abs(Number(w2) - Number(expected2))).toBeLessThan(0.03)
        const kept = measured.get(rate) ?? { w1: [], w2: [] }
        kept.w1.push(Number(w1))
        kept.w2.push(Number(w2))
        measured.set(rate, kept)
      }
    }
    // The homework sheet's own simulated points, one seed each.
    for (const [rate, w1, w2] of [
      [0.1, 0.526, 5.14],
      [0.3, 0.452, 4.534],
      [0.5, 0.368, 3.67],
      [0.7, 0.255, 2.542],
    ] as const) {
      expect(Math.abs(mean(measured.get(rate)?.w1 ?? []) - w1)).toBeLessThan(0.015)
      expect(Math.abs(mean(measured.get(rate)?.w2 ?? []) - w2)).toBeLessThan(0.015)
    }
    // At p = 0.1 a share of exp(-2 lr lambda t) = 0.015 of 5.21 is still missing.
    expect(Math.abs(5.210526 - mean(measured.get(0.1)?.w2 ?? []) - 0.0777)).toBeLessThan(0.01)
  })

  it('marks the jump at p = 0 by its two values', async () => {
    const run = await collectRun('1g', { iterations: 10 })
    expect(run.values.get('1g.limit.w1')?.value).toBeCloseTo(0.55, 12)
    expect(run.values.get('1g.limit.w2')?.value).toBeCloseTo(5.5, 12)
    expect(run.values.get('1g.zero.w1')?.value).toBeCloseTo(110 / 101, 12)
    expect(run.values.get('1g.zero.w2')?.value).toBeCloseTo(11 / 101, 12)
  })

  it('keeps the analytic value and says so where a training diverged', async () => {
    const run = await collectRun('1g', { sweepRates: [0.5, 0.98] })
    const [, analytic, empirical, expected, note] = rowAt(tableIn(run, '1g.w1'), 0.98)
    expect(analytic).toBeCloseTo(0.021569, 6)
    expect([empirical, expected]).toEqual([null, null])
    expect(note).toMatch(/^diverged at step \d+$/)
    expect(rowAt(tableIn(run, '1g.w1'), 0.5)[4]).toBeNull()
  })
})
