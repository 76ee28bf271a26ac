import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  axisTicks,
  drawable,
  equalAspect,
  niceRange,
  toPixel,
  toValue,
  withinReach,
  zoomRange,
} from './scale.ts'

const span = fc.tuple(
  fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
)

describe('ticks', () => {
  it.each([
    [1 / 3, 1 / 3 + 1e-13],
    [0.6931471805, 0.6931471806],
    [12_345_678, 12_345_678.001],
    [-4e-9, -4e-9 + 1e-17],
    [1e9, 1e9 + 1],
  ])('of a curve that hardly changes, from %d to %d, are written apart', (min, max) => {
    const labels = axisTicks(niceRange([min, max], false), false, 6).map(({ label }) => label)
    expect(labels.length).toBeGreaterThan(1)
    expect(new Set(labels).size).toBe(labels.length)
    // There is room for them beside the plot.
    for (const label of labels) expect(label.length).toBeLessThan(14)
  })
  it('are whole where the axis counts something', () => {
    const of = (range: readonly [number, number], isLog = false) =>
      axisTicks(range, isLog, 7, true).map(({ value }) => value)
    expect(of([0, 2])).toEqual([0, 1, 2])
    expect(of([0, 3.2])).toEqual([0, 1, 2, 3])
    expect(of([0.2, 0.8])).toEqual([])
    expect(of([0, 1000])).toEqual(axisTicks([0, 1000], false).map(({ value }) => value))
    for (const value of [...of([1, 3], true), ...of([0.5, 20], true)])
      expect(Number.isInteger(value)).toBe(true)
  })
  it('are at most seven, inside the range and evenly spaced on a linear axis', () => {
    fc.assert(
      fc.property(span, ([min, length]) => {
        const max = min + length
        fc.pre(length > Math.abs(min) * 1e-6)
        const values = axisTicks([min, max], false).map(({ value }) => value)
        expect(values.length).toBeGreaterThanOrEqual(1)
        expect(values.length).toBeLessThanOrEqual(7)
        const slack = length * 1e-6
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(min - slack)
          expect(value).toBeLessThanOrEqual(max + slack)
        }
      }),
    )
  })
  it('are at most seven on a logarithmic axis', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -12, max: 12, noNaN: true }),
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        (low, decades) => {
          const count = axisTicks([10 ** low, 10 ** (low + decades)], true).length
          expect(count).toBeGreaterThanOrEqual(1)
          expect(count).toBeLessThanOrEqual(7)
        },
      ),
    )
  })
  it.each([
    [1e-307, 1e307],
    [1e-2, 1e303],
    [1e-2, Infinity],
    [1, 1e9],
    [-1e308, 1e308],
    [0, Infinity],
  ])('are few however far the range from %d to %d reaches', (min, max) => {
    for (const isLog of [false, true]) {
      const ticks = axisTicks([min, max], isLog)
      expect(ticks.length).toBeLessThanOrEqual(7)
      expect(ticks.length).toBeGreaterThanOrEqual(isLog && min <= 0 ? 0 : 2)
      for (const { value } of ticks) expect(Number.isFinite(value)).toBe(true)
    }
  })
  it('are powers of ten over many decades, all written alike', () => {
    expect(axisTicks([1e-6, 1e4], true).map(({ label }) => label)).toEqual([
      '10⁻⁶',
      '10⁻⁴',
      '10⁻²',
      '1',
      '10²',
      '10⁴',
    ])
  })
  it('of 0 to 1000 are the round ones', () => {
    expect(axisTicks([0, 1000], false).map(({ value }) => value)).toEqual([0, 200, 400, 600, 800, 1000])
  })
})

it('turns pixels into values and back', () => {
  for (const isLog of [false, true]) {
    const scale = { min: 0.5, max: 50, from: 200, to: 10, isLog }
    expect(toValue(scale, toPixel(scale, 7))).toBeCloseTo(7, 9)
    expect(toPixel(scale, 50)).toBeCloseTo(10, 9)
  }
})

it('zooms about the middle and back', () => {
  expect(zoomRange([0, 10], 2, false)).toEqual([2.5, 7.5])
  const [low, high] = zoomRange(zoomRange([1, 100], 2, true), 0.5, true)
  expect(low).toBeCloseTo(1, 9)
  expect(high).toBeCloseTo(100, 9)
})

it('never shows an empty range', () => {
  expect(niceRange(null, false)).toEqual([0, 1])
  expect(niceRange([3, 3], false)).toEqual([1.5, 4.5])
  expect(niceRange([0, 0], false)).toEqual([-0.5, 0.5])
  expect(niceRange([2, 2], true)).toEqual([1, 4])
  expect(niceRange([0.1, 121], false)[0]).toBe(0)
})

it.each([true, false])('stays finite where values overflow, logarithmic: %s', (isLog) => {
  const far = [1e-300, 1.7e308] as const
  const range = niceRange(far, isLog)
  for (const [low, high] of [range, zoomRange(range, 0.5, isLog), drawable([0, Infinity], isLog)]) {
    expect(Number.isFinite(high - low)).toBe(true)
    expect(high).toBeGreaterThan(low)
    if (isLog) expect(low).toBeGreaterThan(0)
  }
  const scale = { min: range[0], max: range[1], from: 0, to: 100, isLog }
  expect(toPixel(scale, range[1])).toBeCloseTo(100, 6)
  expect(toPixel(scale, toValue(scale, 60))).toBeCloseTo(60, 6)
})

it('makes a unit equally long on both axes', () => {
  const [x, y] = equalAspect([0, 1], [0, 1], 200, 100)
  expect((x[1] - x[0]) / 200).toBeCloseTo((y[1] - y[0]) / 100, 12)
  expect(y).toEqual([0, 1])
})

describe('a zoom', () => {
  const times = (
    count: number,
    from: readonly [number, number],
    factor: number,
    about: number | null,
    isLog: boolean,
  ) => {
    let range = from
    for (let i = 0; i < count; i++) range = zoomRange(range, factor, isLog, about, from)
    return range
  }
  it.each([
    [0, 1000, 3, false],
    [-1, 1, 0, false],
    [1e-9, 10, 2, true],
    [1e6, 1e6 + 50, 1e6 + 3, false],
  ])(
    'of %d to %d ends, in and out, with its point in view and ticks that differ',
    (min, max, about, isLog) => {
      for (const factor of [1.5, 1 / 1.5]) {
        const range = times(60, [min, max], factor, about, isLog)
        const more = times(200, [min, max], factor, about, isLog)
        expect((more[1] - more[0]) / (range[1] - range[0])).toBeCloseTo(1, 2)
        expect(range[0]).toBeLessThanOrEqual(about)
        expect(range[1]).toBeGreaterThanOrEqual(about)
        const labels = axisTicks(range, isLog).map(({ label }) => label)
        expect(labels.length).toBeGreaterThan(0)
        expect(new Set(labels).size).toBe(labels.length)
      }
    },
  )
  it('by mouse ends where one by keys does', () => {
    const whole = [0, 1000] as const
    expect(withinReach([10, 20], whole, false)).toEqual([10, 20])
    const [low, high] = withinReach([500, 500 + 1e-9], whole, false)
    expect([low, high - low]).toEqual([expect.closeTo(499.9995, 9), expect.closeTo(0.001, 9)])
    const [least, most] = withinReach([-1e9, 1e9], whole, false)
    expect(most - least).toBeCloseTo(100_000, 3)
  })
})
