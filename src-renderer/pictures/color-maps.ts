/**
 * Value to colour. The maps are the same in both themes, so that a picture means the same in every recording.
 *
 * diverging  RdBu: negative red, zero #f7f7f7, positive blue (as in d3 and in TensorFlow Playground, where blue
 *            is positive). Give it limits symmetric about zero (`symmetricLimits`).
 * cividis    counts and magnitudes, dark blue low, yellow high; reads the same with colour blindness.
 * gray       images, black low, white high.
 *
 * A value outside the limits takes the colour of the nearer end; one that is not finite is magenta, which is in
 * none of the maps.
 */
import { interpolateCividis, schemeRdBu } from 'd3-scale-chromatic'

export type ColorMap = 'diverging' | 'cividis' | 'gray'
/** The values at the two ends of a map. */
export type Limits = readonly [low: number, high: number]
/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** The colour of NaN and of the infinities. */
export const notFinite: Rgb = [214, 0, 214]

/** Odd, so that the middle value has an entry of its own. */
const entries = 513

function stopsOf(map: ColorMap): readonly Rgb[] {
  if (map === 'gray')
    return [
      [0, 0, 0],
      [255, 255, 255],
    ]
  if (map === 'cividis')
    return Array.from({ length: entries }, (_, i) => rgbOf(interpolateCividis(i / (entries - 1))))
  // The published colours joined by straight lines: the spline of interpolateRdBu is not neutral at its centre.
  return (schemeRdBu[11] ?? []).map(rgbOf)
}

/** "#rrggbb" or "rgb(r, g, b)" in numbers. */
function rgbOf(color: string): Rgb {
  const parts = color.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
    : (color.match(/\d+/g) ?? []).map(Number)
  return [parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0]
}

function tableOf(map: ColorMap): Uint8Array {
  const stops = stopsOf(map)
  const table = new Uint8Array(3 * entries)
  for (let i = 0; i < entries; i++) {
    const place = (i / (entries - 1)) * (stops.length - 1)
    const low = Math.min(Math.floor(place), stops.length - 2)
    for (let channel = 0; channel < 3; channel++) {
      const from = stops[low]?.[channel] ?? 0
      table[3 * i + channel] = Math.round(from + (place - low) * ((stops[low + 1]?.[channel] ?? 0) - from))
    }
  }
  return table
}

const tables = new Map<ColorMap, Uint8Array>()
function colorTable(map: ColorMap): Uint8Array {
  let table = tables.get(map)
  if (!table) tables.set(map, (table = tableOf(map)))
  return table
}

/** Where in a colour table the value lies; limits that enclose nothing give the middle. */
function entryOf(value: number, low: number, high: number): number {
  if (!(high > low)) return (entries - 1) / 2
  const share = (value - low) / (high - low)
  return Math.round(Math.min(1, Math.max(0, share)) * (entries - 1))
}

/** The colour of a value. */
export function colorOf(map: ColorMap, value: number, [low, high]: Limits): Rgb {
  if (!Number.isFinite(value)) return notFinite
  const table = colorTable(map)
  const at = 3 * entryOf(value, low, high)
  return [table[at] ?? 0, table[at + 1] ?? 0, table[at + 2] ?? 0]
}

/** A colour as CSS has it. */
export const cssColor = ([red, green, blue]: Rgb): string => `rgb(${red} ${green} ${blue})`

/**
 * Paints one plane of values into RGBA bytes, four a value in the same order. With `channels` 3 the values are
 * planes of red, green and blue [3, rows, columns] and the map is left aside.
 */
export function paintValues(
  pixels: Uint8ClampedArray,
  values: ArrayLike<number>,
  map: ColorMap,
  [low, high]: Limits,
  channels: 1 | 3 = 1,
): void {
  const table = colorTable(channels === 3 ? 'gray' : map)
  const plane = pixels.length / 4
  for (let i = 0; i < plane; i++) {
    let isFinite = true
    for (let channel = 0; channel < 3; channel++) {
      const value = values[channels === 3 ? channel * plane + i : i] ?? NaN
      if (!Number.isFinite(value)) isFinite = false
      pixels[4 * i + channel] = table[3 * entryOf(value, low, high) + channel] ?? 0
    }
    if (!isFinite) pixels.set(notFinite, 4 * i)
    pixels[4 * i + 3] = 255
  }
}

/** Limits [-a, a] with a the largest finite size among the values of all arrays; [-1, 1] where all are zero. */
export function symmetricLimits(...arrays: readonly ArrayLike<number>[]): Limits {
  let largest = 0
  for (const values of arrays)
    for (let i = 0; i < values.length; i++) {
      const size = Math.abs(values[i] ?? NaN)
      if (size > largest && size < Infinity) largest = size
    }
  return largest > 0 ? [-largest, largest] : [-1, 1]
}

/** The least and the greatest finite value of all arrays; [0, 1] where there are not two different ones. */
export function rangeLimits(...arrays: readonly ArrayLike<number>[]): Limits {
  let low = Infinity
  let high = -Infinity
  for (const values of arrays)
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? NaN
      if (!Number.isFinite(value)) continue
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  if (high > low) return [low, high]
  return Number.isFinite(low) && low !== 0 ? [Math.min(0, low), Math.max(0, low)] : [0, 1]
}

/** Relative luminance of WCAG 2.1, 0 to 1. */
export function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((byte) => {
    const channel = byte / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** Black or white, whichever reads better on the colour: at least 4.58:1 on any. */
export function inkOn(color: Rgb): 'black' | 'white' {
  // Contrast with black (L + 0.05) / 0.05 and with white 1.05 / (L + 0.05) are equal where (L + 0.05)^2 = 0.0525.
  return (luminance(color) + 0.05) ** 2 > 0.0525 ? 'black' : 'white'
}
