import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanOutput, expectedLossAt, expectedLossForm, trainLossFloor } from './theory.ts'
import { clipLine, contour, solutionLine } from './weight-plane.ts'

const point = { x1: 10, x2: 1, y: 11 }
const window = { w1: [-1, 2], w2: [-1, 6] } as const

describe('contour', () => {
  it('is an ellipse on which the expected loss is the level', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.double({ min: 0.01, max: 500, noNaN: true }),
        (p, above) => {
          const form = expectedLossForm(point, p)
          const level = trainLossFloor(point, p) + above
          const curve = contour(form, level, window, 32)
          expect(curve.kind).toBe('ellipse')
          if (curve.kind !== 'ellipse') return
          expect(curve.points).toHaveLength(32)
          for (const weights of curve.points) expect(expectedLossAt(form, weights)).toBeCloseTo(level, 6)
        },
      ),
    )
  })

  it('is a pair of parallel lines without dropout, clipped to the window', () => {
    const form = expectedLossForm(point, 0)
    const curve = contour(form, 4, window)
    expect(curve.kind).toBe('lines')
    if (curve.kind !== 'lines') return
    const outputs = curve.lines.map((line) => line.map((weights) => cleanOutput(point, weights)))
    expect(
      outputs
        .flat()
        .map((output) => Math.round(output * 1e9) / 1e9)
        .sort((a, b) => a - b),
    ).toEqual([9, 9, 13, 13])
    for (const { w1, w2 } of curve.lines.flat()) {
      expect(w1).toBeGreaterThanOrEqual(-1 - 1e-12)
      expect(w1).toBeLessThanOrEqual(2 + 1e-12)
      expect(w2).toBeGreaterThanOrEqual(-1 - 1e-12)
      expect(w2).toBeLessThanOrEqual(6 + 1e-12)
    }
  })

  it('is nothing below the floor, outside the window, or where the loss is flat', () => {
    expect(contour(expectedLossForm(point, 0.5), 40, window).kind).toBe('none')
    expect(contour(expectedLossForm(point, 0), 1e6, window).kind).toBe('none')
    expect(contour(expectedLossForm({ x1: 0, x2: 0, y: 1 }, 0.5), 1, window).kind).toBe('none')
  })
})

describe('lines', () => {
  it('of exact solutions lie in the window and fit the point', () => {
    const line = solutionLine(point, window)
    expect(line?.map((weights) => Math.round(cleanOutput(point, weights) * 1e9) / 1e9)).toEqual([11, 11])
    expect(line?.map((weights) => Math.round(weights.w2 * 1e9) / 1e9).sort((a, b) => a - b)).toEqual([-1, 6])
    expect(solutionLine({ x1: 0, x2: 0, y: 1 }, window)).toBeNull()
    expect(solutionLine({ x1: 10, x2: 1, y: 1000 }, window)).toBeNull()
  })

  it('parallel to an axis are kept where they cross the window and dropped where they miss it', () => {
    const upwards = { w1: 0, w2: 1 }
    expect(clipLine({ w1: 1, w2: 0 }, upwards, window)).toEqual([
      { w1: 1, w2: -1 },
      { w1: 1, w2: 6 },
    ])
    expect(clipLine({ w1: 3, w2: 0 }, upwards, window)).toBeNull()
    expect(clipLine({ w1: 1, w2: 0 }, { w1: 0, w2: 0 }, window)).toBeNull()
  })
})
