import { describe, expect, it } from 'vitest'
import { analyticTrace, trainedTrace } from './sweep-traces.ts'

const point = { x1: 10, x2: 1, y: 11 }

describe('sweep traces', () => {
  it('follow the closed form and leave out the isolated point at rate 0', () => {
    const trace = analyticTrace(point, 'w2', 'w2', '2')
    expect(trace.x[0]).toBeGreaterThan(0)
    const half = Array.from(trace.x).findIndex((rate) => rate === 0.5)
    expect(trace.y[half]).toBeCloseTo(11 / 3, 9)
  })

  it('take the trained dots from the table of the run, those that diverged left out', () => {
    const value = {
      columns: ['p', 'analytic', 'empirical', 'expected', 'note'],
      rows: [
        [0, 1, 1.5, 1, null],
        [0.1, 2, null, null, null],
        [0.9, 3, null, null, 'diverged at step 7'],
        [0.5, 4, 4.5, 4, null],
      ],
    }
    const trace = trainedTrace({ '1g.w1': { value } }, 'r', 'w1', 'w1', '1')
    expect(Array.from(trace?.x ?? [])).toEqual([0, 0.5])
    expect(Array.from(trace?.y ?? [])).toEqual([1.5, 4.5])
  })

  it('are absent before the run has measured', () => {
    expect(trainedTrace({}, 'r', 'w1', 'w1', '1')).toBeNull()
  })
})
