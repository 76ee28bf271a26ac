import { interpolateRdBu } from 'd3-scale-chromatic'
import { describe, expect, it } from 'vitest'
import {
  colorOf,
  inkOn,
  luminance,
  notFinite,
  paintValues,
  rangeLimits,
  symmetricLimits,
  type ColorMap,
  type Rgb,
} from './color-maps.ts'

const maps: readonly ColorMap[] = ['diverging', 'cividis', 'gray']
const shares = Array.from({ length: 201 }, (_, i) => i / 200)
const contrast = (color: Rgb, ink: 'black' | 'white') => {
  const [a, b] = [luminance(color) + 0.05, ink === 'black' ? 0.05 : 1.05]
  return Math.max(a, b) / Math.min(a, b)
}

describe('the diverging map', () => {
  it('is neutral at zero, red below and blue above', () => {
    expect(colorOf('diverging', 0, [-2, 2])).toEqual([247, 247, 247])
    expect(colorOf('diverging', -2, [-2, 2])).toEqual([0x67, 0x00, 0x1f])
    expect(colorOf('diverging', 2, [-2, 2])).toEqual([0x05, 0x30, 0x61])
    for (const share of shares.slice(1)) {
      const [negativeRed, , negativeBlue] = colorOf('diverging', -share, [-1, 1])
      expect(negativeRed).toBeGreaterThanOrEqual(negativeBlue)
      const [positiveRed, , positiveBlue] = colorOf('diverging', share, [-1, 1])
      expect(positiveBlue).toBeGreaterThanOrEqual(positiveRed)
    }
  })
  it('stays near the spline of d3', () => {
    for (const share of shares) {
      const drawn = colorOf('diverging', share, [0, 1])
      const published = (interpolateRdBu(share).match(/\d+/g) ?? []).map(Number)
      for (const channel of [0, 1, 2])
        expect(Math.abs((drawn[channel] ?? NaN) - (published[channel] ?? NaN))).toBeLessThanOrEqual(20)
    }
  })
  // Channels are rounded to whole bytes, so neighbours may be out of order by one of them.
  it('grows darker away from zero on both sides alike', () => {
    const levels = shares.map((share) => luminance(colorOf('diverging', share, [-1, 1])))
    const below = shares.map((share) => luminance(colorOf('diverging', -share, [-1, 1])))
    for (const side of [levels, below])
      side.slice(1).forEach((level, i) => expect(level).toBeLessThanOrEqual((side[i] ?? 0) + 2e-3))
  })
})

it('runs from black to white in gray, and ever brighter in cividis', () => {
  expect(colorOf('gray', 3, [3, 7])).toEqual([0, 0, 0])
  expect(colorOf('gray', 5, [3, 7])).toEqual([128, 128, 128])
  expect(colorOf('gray', 7, [3, 7])).toEqual([255, 255, 255])
  const levels = shares.map((share) => luminance(colorOf('cividis', share, [0, 1])))
  levels.slice(1).forEach((level, i) => expect(level).toBeGreaterThanOrEqual((levels[i] ?? 1) - 2e-3))
})

describe.each(maps)('%s', (map) => {
  it('keeps to its ends outside the limits and to its middle where limits enclose nothing', () => {
    expect(colorOf(map, -9, [-1, 1])).toEqual(colorOf(map, -1, [-1, 1]))
    expect(colorOf(map, 9, [-1, 1])).toEqual(colorOf(map, 1, [-1, 1]))
    expect(colorOf(map, 5, [5, 5])).toEqual(colorOf(map, 0, [-1, 1]))
  })
  it('shows what is not finite in a colour far from all of its own', () => {
    for (const value of [NaN, Infinity, -Infinity]) expect(colorOf(map, value, [-1, 1])).toEqual(notFinite)
    for (const share of shares) {
      const color = colorOf(map, share, [0, 1])
      const distance = Math.hypot(...color.map((channel, i) => channel - (notFinite[i] ?? 0)))
      expect(distance).toBeGreaterThan(100)
    }
  })
  it('lets text on any of its colours be read at 4.5:1', () => {
    for (const color of [...shares.map((share) => colorOf(map, share, [0, 1])), notFinite])
      expect(contrast(color, inkOn(color))).toBeGreaterThanOrEqual(4.5)
  })
  it('paints what it says', () => {
    const values = [-1, -0.3, 0, 0.7, 1, NaN]
    const pixels = new Uint8ClampedArray(4 * values.length)
    paintValues(pixels, values, map, [-1, 1])
    values.forEach((value, i) =>
      expect([...pixels.subarray(4 * i, 4 * i + 4)]).toEqual([...colorOf(map, value, [-1, 1]), 255]),
    )
  })
})

it('lets text on any colour at all be read at 4.5:1', () => {
  for (let red = 0; red < 256; red += 15)
    for (let green = 0; green < 256; green += 15)
      for (let blue = 0; blue < 256; blue += 15)
        expect(contrast([red, green, blue], inkOn([red, green, blue]))).toBeGreaterThanOrEqual(4.5)
})

it('paints planes of red, green and blue', () => {
  const pixels = new Uint8ClampedArray(8)
  paintValues(pixels, [0, 1, 0.5, 0, 1, NaN], 'diverging', [0, 1], 3)
  expect([...pixels]).toEqual([0, 128, 255, 255, ...notFinite, 255])
})

describe('limits', () => {
  it('reach as far below zero as above, over all arrays, finite values only', () => {
    expect(symmetricLimits([1, -3], [2, NaN, Infinity])).toEqual([-3, 3])
    expect(symmetricLimits([0, 0], [])).toEqual([-1, 1])
  })
  it('run from the least to the greatest', () => {
    expect(rangeLimits([4, 2], [9, -Infinity])).toEqual([2, 9])
    expect(rangeLimits([])).toEqual([0, 1])
    expect(rangeLimits([5, 5])).toEqual([0, 5])
    expect(rangeLimits([-5])).toEqual([-5, 0])
  })
})
