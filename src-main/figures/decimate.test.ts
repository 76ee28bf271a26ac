import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ColumnExtremes } from './column-extremes.ts'
import { decimateCurve, nearestIndex, PathDecimator } from './decimate.ts'

function extremesOf(values: (number | null)[], isPositiveOnly = false): ColumnExtremes {
  const extremes = new ColumnExtremes(isPositiveOnly)
  extremes.update(values, values.length)
  return extremes
}

describe('column extremes', () => {
  const value = fc.oneof(
    { weight: 20, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
    fc.constant(null),
  )
  it('finds the same as looking at every entry, however the column grew', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 1500 }),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        (all, a, b, cut) => {
          const grown: (number | null)[] = all.slice(0, cut % all.length)
          const extremes = new ColumnExtremes(false)
          extremes.update(grown, grown.length)
          grown.push(...all.slice(grown.length))
          extremes.update(grown, grown.length)
          const start = a % all.length
          const end = start + (b % (all.length - start)) + 1
          const slice = all.slice(start, end)
          const finite = slice.filter((each) => each !== null)
          const summary = extremes.summary(start, end)
          const bad = slice.indexOf(null)
          expect(summary.badIndex).toBe(bad < 0 ? -1 : start + bad)
          expect(extremes.range(start, end)).toEqual(
            finite.length === 0 ? null : [Math.min(...finite), Math.max(...finite)],
          )
        },
      ),
    )
  })
  it('counts what a logarithmic axis hides', () => {
    const { hidden, minIndex } = extremesOf([0, -1, 2, null, 3], true).summary(0, 5)
    expect({ hidden, minIndex }).toEqual({ hidden: 2, minIndex: 2 })
  })
})

describe('a thinned curve', () => {
  const length = 200_000
  const x = Float64Array.from({ length }, (_, index) => index)
  const y: (number | null)[] = Array.from(x, (index) => Math.sin(index / 500))
  y[77_777] = 9
  y[88_888] = -9
  y[123_456] = null
  const extremes = extremesOf(y)

  it('keeps the outliers, the gap and both ends, at about two points a pixel', () => {
    const kept = decimateCurve(x, extremes, [0, length - 1], false, 600)
    expect(kept).toEqual(expect.arrayContaining([0, 77_777, 88_888, 123_456, length - 1]))
    expect(kept.length).toBeLessThan(2 * 600 + 20)
    expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b))
  })
  it('runs one sample out of view on either side', () => {
    expect(decimateCurve(x, extremes, [100.5, 110], false, 600)).toEqual(
      Array.from({ length: 12 }, (_, index) => 100 + index),
    )
  })
  it('looks at pixels, not samples, on a logarithmic axis', () => {
    const kept = decimateCurve(x, extremes, [1, length], true, 600)
    // The first decades hold few samples, and all of them are drawn.
    expect(kept.slice(0, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
})

it('finds the nearest sample', () => {
  const x = [0, 1, 5]
  expect([-3, 0.4, 0.6, 3, 3.1, 9].map((at) => nearestIndex(x, 3, at))).toEqual([0, 0, 1, 1, 2, 2])
  expect(nearestIndex([], 0, 1)).toBe(-1)
})

describe('a thinned path', () => {
  const linear = { x: false, y: false }
  it('leaves out what moves less than the grid and keeps the newest sample', () => {
    const x = Array.from({ length: 1000 }, (_, index) => index / 1000)
    const y = x.map(() => 0)
    const path = new PathDecimator()
    path.update(x, y, 1000, { x: 0.1, y: 0.1 }, linear)
    expect(path.kept.length).toBeLessThanOrEqual(12)
    expect(path.kept.at(-1)).toBe(999)
  })
  it('gives the same whether the path came at once or grew', () => {
    const x = Array.from({ length: 500 }, (_, index) => Math.cos(index / 9))
    const y = Array.from({ length: 500 }, (_, index) => (index === 333 ? null : Math.sin(index / 7)))
    const grid = { x: 0.05, y: 0.05 }
    const whole = new PathDecimator()
    whole.update(x, y, 500, grid, linear)
    const grown = new PathDecimator()
    for (const length of [1, 2, 50, 51, 333, 334, 335, 500]) grown.update(x, y, length, grid, linear)
    expect(grown.kept).toEqual(whole.kept)
    expect(whole.kept).toContain(333)
  })
  it('of endless noise keeps every place it went to, in true steps, without growing for ever', () => {
    const length = 200_000
    // The R2 sequence of Roberts (2018): as good as noise here, and the same every time.
    const x = Array.from({ length }, (_, index) => (index * 0.7548776662466927) % 1)
    const y = Array.from({ length }, (_, index) => (index * 0.5698402909980532) % 1)
    const grid = { x: 1 / 400, y: 1 / 400 }
    const path = new PathDecimator(1000)
    path.update(x, y, length, grid, linear)
    const cells = (400 / 8) ** 2
    expect(path.kept.length).toBeLessThanOrEqual(1000 + 3 * cells + 3)
    const cellOf = (index: number) =>
      [x[index] ?? 0, y[index] ?? 0].map((each) => Math.floor((each * 400) / 8)).join()
    expect(new Set(path.kept.filter((index) => index >= 0).map(cellOf)).size).toBe(cells)
    expect(path.kept.at(-1)).toBe(length - 1)
    path.kept.slice(1001).forEach((index, at, rest) => {
      const before = rest[at - 1]
      if (before !== undefined && before >= 0 && index >= 0) expect(index).toBe(before + 1)
    })
  })
})
