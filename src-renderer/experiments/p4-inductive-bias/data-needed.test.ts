import type { MoreDataRow } from '#experiments/p4-inductive-bias/pure/tables.ts'
import { describe, expect, it } from 'vitest'
import { dataNeeded, neededLine, neededMarks } from './data-needed.ts'

const measured: MoreDataRow[] = [
  {
    ...{ perClass: 10, cnnAccuracy: 80, mlpPerClass: 10 ** 2.5, times: 10 ** 1.5 },
    note: 'between 100 and 1000',
  },
  { perClass: 50, cnnAccuracy: 95, mlpPerClass: null, times: null, note: 'more than 100' },
]

describe('how much more data the MLP needs', () => {
  it('is what the run has measured, with a line and a mark on the curve', () => {
    const [first, second] = dataNeeded(measured, [10, 100], 'not measured yet')
    expect(first).toEqual(measured[0])
    expect(second).toMatchObject({ cnnAccuracy: null, mlpPerClass: null, note: 'not measured yet' })
    expect(first && neededMarks(first)).toMatchObject([{ kind: 'point', y: 80 }])
    expect(first && neededLine(first)[0]).toMatchObject({ x: [10, first?.mlpPerClass], y: [80, 80] })
  })

  it('says only a bound where the points do not reach', () => {
    const [first] = dataNeeded(measured, [50], '')
    expect(first).toMatchObject({ cnnAccuracy: 95, times: null, note: 'more than 100' })
    expect(first && neededMarks(first)).toEqual([])
    expect(first && neededLine(first)).toEqual([])
    expect(dataNeeded([], [10], '')[0]?.cnnAccuracy).toBeNull()
  })
})
