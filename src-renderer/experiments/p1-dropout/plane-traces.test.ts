import {
  dropoutSolution,
  expectedLossAt,
  expectedLossForm,
  leastSquares,
} from '#experiments/p1-dropout/pure/theory.ts'
import { describe, expect, it } from 'vitest'
import { landscape, windowAround } from './plane-traces.ts'

const point = { x1: 10, x2: 1, y: 11 }
const origin = { w1: 0, w2: 0 }

describe('landscape', () => {
  it('draws contours on which the expected loss is the level they are named by', () => {
    const { traces, levels } = landscape(point, 0.5, origin)
    const form = expectedLossForm(point, 0.5)
    const contours = traces.filter((trace) => trace.isUnlisted)
    expect(contours).toHaveLength(levels.length)
    for (const [i, trace] of contours.entries())
      for (let j = 0; j < trace.length; j += 7) {
        const loss = expectedLossAt(form, { w1: trace.x[j] ?? NaN, w2: trace.y[j] ?? NaN })
        expect(loss).toBeCloseTo(levels[i] ?? NaN, 8)
      }
  })

  it('shows the start and both solutions inside the window', () => {
    const { window } = landscape(point, 0.5, origin)
    for (const { w1, w2 } of [origin, leastSquares(point), dropoutSolution(point, 0.5)]) {
      expect(w1).toBeGreaterThan(window.w1[0])
      expect(w1).toBeLessThan(window.w1[1])
      expect(w2).toBeGreaterThan(window.w2[0])
      expect(w2).toBeLessThan(window.w2[1])
    }
  })

  it('marks one solution without dropout and two with it', () => {
    expect(landscape(point, 0, origin).annotations).toHaveLength(1)
    expect(landscape(point, 0.5, origin).annotations).toHaveLength(2)
  })

  it('keeps a window of some size when everything is at one point', () => {
    const { w1, w2 } = windowAround([origin])
    expect(w1[1] - w1[0]).toBeGreaterThan(0)
    expect(w2[1] - w2[0]).toBeGreaterThan(0)
  })

  it('has no contours where the start is already the minimum', () => {
    expect(landscape({ x1: 0, x2: 0, y: 3 }, 0.5, origin).levels).toEqual([])
  })
})
