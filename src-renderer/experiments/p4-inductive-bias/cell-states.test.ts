import { describe, expect, it } from 'vitest'
import { cellSummary, spread, type CellRun } from './cell-states.ts'
import { part as part4b, plan } from '#experiments/p4-inductive-bias/parts/4b.ts'

const asked = part4b.slots.main.typed({ perClass: [10], seeds: 2, epochs: 3 })
const cells = plan(asked).cells.filter(({ network }) => network === 'cnn')
const runOf = (accuracies: readonly (readonly number[])[], isLive: boolean): CellRun => ({
  isLive,
  track: (name) => {
    const values = accuracies[cells.findIndex(({ track }) => track === name)]
    if (!values) return null
    return {
      length: values.length,
      steps: values.map((_, index) => index + 1),
      series: () => values,
      last: () => values.at(-1),
    }
  },
})
const stageOf = (accuracies: readonly (readonly number[])[], isLive: boolean) =>
  cellSummary(runOf(accuracies, isLive), cells, 'validationAccuracy').stage

describe('how far the cells of a sweep are', () => {
  it('goes from planned over waiting and running to done', () => {
    expect(cells).toHaveLength(2)
    expect(cellSummary(null, cells, 'validationAccuracy')).toMatchObject({
      stage: 'planned',
      seeds: 2,
      epochs: 3,
    })
    expect(stageOf([], true)).toBe('waiting')
    expect(stageOf([[40], []], true)).toBe('running')
    expect(stageOf([[40, 50, 60]], true)).toBe('waiting')
    expect(
      stageOf(
        [
          [40, 50, 60],
          [30, 40, 50],
        ],
        true,
      ),
    ).toBe('done')
  })

  it('keeps what was finished when a run is stopped, and says what was not', () => {
    const summary = cellSummary(
      runOf(
        [
          [40, 50, 60],
          [30, 40],
        ],
        false,
      ),
      cells,
      'validationAccuracy',
    )
    expect(summary).toMatchObject({ stage: 'halted', finished: [60], epoch: 2 })
    expect(stageOf([[40, 50, 60]], false)).toBe('missing')
  })

  it('counts a training that diverged as ended, without a result', () => {
    const summary = cellSummary(
      runOf(
        [
          [40, Number.NaN],
          [30, 40, 50],
        ],
        false,
      ),
      cells,
      'validationAccuracy',
    )
    expect(summary).toMatchObject({ stage: 'done', finished: [50], diverged: 1 })
  })

  it('has mean and range of what is finished', () => {
    expect(spread([60, 50])).toEqual({ mean: 55, low: 50, high: 60 })
    expect(spread([])).toBeNull()
  })
})
