import { describe, expect, it } from 'vitest'
import { curveSpread, spreadByName, spreadOf } from './spread.ts'

describe('spreadOf', () => {
  it('has the sample standard deviation, which divides by n - 1', () => {
    // Mean 5, squared distances 32, 32 / 7.
    expect(spreadOf([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({
      n: 8,
      mean: 5,
      standardDeviation: Math.sqrt(32 / 7),
      lowest: 2,
      highest: 9,
    })
  })
  it('of one value has no standard deviation, of none is null', () => {
    expect(spreadOf([3])).toEqual({ n: 1, mean: 3, standardDeviation: null, lowest: 3, highest: 3 })
    expect(spreadOf([])).toBeNull()
  })
})

it('spreadByName leaves out what was not measured, and what is no number', () => {
  const runs = [
    { w: { value: 1 }, table: { value: [] } },
    { w: { value: 3 }, table: { value: [] }, late: { value: null } },
    { w: { value: null } },
  ]
  const spreads = spreadByName(['w', 'table', 'late', 'none'], runs)
  expect([...spreads.keys()]).toEqual(['w'])
  expect(spreads.get('w')).toMatchObject({ n: 2, mean: 2, standardDeviation: Math.SQRT2 })
})

const curve = (x: number[], y: (number | null)[], length = x.length) => ({ x, y, length })
const listed = (curves: Parameters<typeof curveSpread>[0]) => {
  const { x, mean, low, high } = curveSpread(curves)
  return [...x].map((step, at) => [step, mean[at], low[at], high[at]])
}

describe('curveSpread', () => {
  it('is mean, lowest and highest at the steps that are shared', () => {
    const curves = [curve([0, 1, 2], [1, 2, 3]), curve([0, 1, 2], [3, 6, 3])]
    expect(listed(curves)).toEqual([
      [0, 2, 1, 3],
      [1, 4, 2, 6],
      [2, 3, 3, 3],
    ])
  })
  it('takes at each step the curves that have reached it, at least two', () => {
    const curves = [curve([0, 5, 10], [0, 0, 0]), curve([0, 10], [2, 4]), curve([0, 10, 20], [4, 9, 1], 1)]
    expect(listed(curves)).toEqual([
      [0, 2, 0, 4],
      [10, 2, 0, 4],
    ])
  })
  it('is NaN where one of them has diverged', () => {
    const curves = [curve([0, 1], [1, null]), curve([0, 1], [1, 1])]
    expect(listed(curves)).toEqual([
      [0, 1, 1, 1],
      [1, NaN, NaN, NaN],
    ])
    expect(listed([curve([0], [Infinity]), curve([0], [1])])).toEqual([[0, NaN, NaN, NaN]])
  })
  it('may be longer than any one curve', () => {
    const curves = [
      curve([0, 1], [1, 1]),
      curve([0, 1], [3, 3]),
      curve([2, 3], [1, 1]),
      curve([2, 3], [5, 5]),
    ]
    expect(listed(curves).map(([x, mean]) => [x, mean])).toEqual([
      [0, 2],
      [1, 2],
      [2, 3],
      [3, 3],
    ])
  })
  it('of one curve, or none, is nothing', () => {
    expect(listed([curve([0, 1], [1, 2])])).toEqual([])
    expect(listed([])).toEqual([])
  })
})
