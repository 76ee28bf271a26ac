/** Axes as pure numbers: which range they show, where a value lies on them, and where their ticks are. */
import type { Range } from './trace.ts'
import { formatPower, formatTick } from '#text/ticks.ts'

/** Maps the values min..max to the pixels from..to (to < from for an upright y axis). */
export interface Scale {
  readonly min: number
  readonly max: number
  readonly from: number
  readonly to: number
  readonly isLog: boolean
}

/** Where `value` lies between min and max: 0 at min, 1 at max. On a log scale values must be positive. */
export function fractionOf(value: number, [min, max]: Range, isLog: boolean): number {
  if (!isLog) return (value - min) / (max - min)
  // Differences of logarithms, since the quotient of two doubles may be no double.
  return (Math.log(value) - Math.log(min)) / (Math.log(max) - Math.log(min))
}

/** The value `fraction` of the way from min to max, on the scale the axis has. */
export function valueBetween([min, max]: Range, fraction: number, isLog: boolean): number {
  if (!isLog) return min + fraction * (max - min)
  return Math.exp(Math.log(min) + fraction * (Math.log(max) - Math.log(min)))
}

/** The pixel of `value`; NaN for a non-positive value on a log scale. */
export function toPixel(scale: Scale, value: number): number {
  const fraction = fractionOf(value, [scale.min, scale.max], scale.isLog)
  return scale.from + fraction * (scale.to - scale.from)
}

/** The value at `pixel`. */
export function toValue(scale: Scale, pixel: number): number {
  const fraction = (pixel - scale.from) / (scale.to - scale.from)
  return valueBetween([scale.min, scale.max], fraction, scale.isLog)
}

/** Of the whole range: the narrowest part that can be zoomed to, and the widest surroundings. */
const [narrowest, widest] = [1e-6, 100] as const

/** How long `range` is beside `whole`, on the scale the axis has. */
const shareOf = (range: Range, whole: Range, isLog: boolean): number =>
  fractionOf(range[1], whole, isLog) - fractionOf(range[0], whole, isLog)

/**
 * `range` shrunk (factor > 1) or grown (factor < 1) about a value in it (its middle), on the scale the axis has; by
 * less, and at last not at all, where a zoom out of `whole` ends.
 */
export function zoomRange(
  range: Range,
  factor: number,
  isLog: boolean,
  about: number | null = null,
  whole: Range = range,
): Range {
  const share = shareOf(range, whole, isLog)
  const by = share / Math.min(widest, Math.max(narrowest, share / factor))
  const found = about === null ? Number.NaN : fractionOf(about, range, isLog)
  const at = found >= 0 && found <= 1 ? found : 0.5
  const ends = [at - at / by, at + (1 - at) / by] as const
  return drawable([valueBetween(range, ends[0], isLog), valueBetween(range, ends[1], isLog)], isLog)
}

/** `range` about its own middle, no narrower and no wider than a zoom out of `whole` may become. */
export function withinReach(range: Range, whole: Range, isLog: boolean): Range {
  const length = shareOf(range, whole, isLog)
  if (!Number.isFinite(length) || (length >= narrowest && length <= widest)) return range
  const middle = fractionOf(range[0], whole, isLog) + length / 2
  const half = (length < narrowest ? narrowest : widest) / 2
  return drawable(
    [valueBetween(whole, middle - half, isLog), valueBetween(whole, middle + half, isLog)],
    isLog,
  )
}

/** Sizes beyond these are not drawn: the difference and the quotient of two that are stay finite doubles. */
const largest = 1e307
const smallest = 1e-307

const clamp = (value: number, least: number) => Math.min(largest, Math.max(least, value))

/**
 * The least part of the size of its numbers that an axis spans: closer together their ticks would need more digits
 * than there is room for, and at last more than a double has.
 */
const leastSpan = 1e-9

/** `range` as far as an axis can draw it, whatever overflowed on the way to it, and no narrower than can be read. */
export function drawable([min, max]: Range, isLog: boolean): Range {
  const least = isLog ? smallest : -largest
  const [low, high] = [clamp(min, least), clamp(max, least)]
  if (!(high >= low)) return isLog ? [high / 10, high] : [low - 1, high + 1]
  const narrowest = leastSpan * Math.max(Math.abs(low), Math.abs(high))
  if (high - low >= narrowest && high > low) return [low, high]
  if (high === low) return isLog ? [high / 10, high] : [low - 1, high + 1]
  const middle = low / 2 + high / 2
  return [middle - narrowest / 2, middle + narrowest / 2]
}

/** Of how the data span: a curve that varies by less is drawn flat, where its digits can still be told apart. */
const leastVariation = 1e-5

/**
 * The range an axis shows for data spanning `extent`: a little air, zero where the data nearly reach it, and
 * never empty. null (no data yet) gives 0 to 1, or 0.1 to 1 on a log axis.
 */
export function niceRange(extent: Range | null, isLog: boolean, air = 0.04): Range {
  if (extent === null) return isLog ? [0.1, 1] : [0, 1]
  const [min, max] = [clamp(extent[0], -largest), clamp(extent[1], -largest)]
  if (isLog) {
    if (!(max > min)) return drawable([min / 2, max * 2], true)
    const spread = Math.exp(Math.max(Math.log(max) - Math.log(min), Math.log(1.5)) * air)
    return drawable([min / spread, max * spread], true)
  }
  if (min === max) {
    const half = Math.abs(min) > 0 ? Math.abs(min) / 2 : 0.5
    return [min - half, max + half]
  }
  const size = Math.max(Math.abs(min), Math.abs(max))
  if (max - min < leastVariation * size) {
    const middle = min / 2 + max / 2
    return [middle - leastVariation * size, middle + leastVariation * size]
  }
  const span = max - min
  const low = min >= 0 && min < span * 0.25 ? 0 : min - span * air
  const high = max <= 0 && -max < span * 0.25 ? 0 : max + span * air
  return [low, high]
}

/** Grows one of two ranges about its middle until a unit is equally long on both axes of width x height pixels. */
export function equalAspect(x: Range, y: Range, width: number, height: number): [Range, Range] {
  const unitX = (x[1] - x[0]) / width
  const unitY = (y[1] - y[0]) / height
  const unit = Math.max(unitX, unitY)
  return [zoomRange(x, unitX / unit, false), zoomRange(y, unitY / unit, false)]
}

export interface Tick {
  readonly value: number
  readonly label: string
}

function linearTicks([min, max]: Range, limit: number, isWhole: boolean): Tick[] {
  const span = max - min
  const power = 10 ** Math.floor(Math.log10(span / limit))
  const count = (step: number) => Math.floor(max / step + 1e-9) - Math.ceil(min / step - 1e-9) + 1
  // A count has no value between two whole numbers.
  const least = isWhole ? 1 : 0
  const step = [1, 2, 5, 10, 20, 50]
    .map((times) => Math.max(least, times * power))
    .find((each) => count(each) <= limit)
  if (step === undefined || !Number.isFinite(step)) return []
  const first = Math.ceil(min / step - 1e-9)
  return Array.from({ length: count(step) }, (_, index) => {
    const value = Number(((first + index) * step).toPrecision(12))
    return { value, label: formatTick(value, step) }
  })
}

/** Decades between labelled powers; the last does for all that doubles span. */
const strides = [1, 2, 3, 4, 5, 10, 20, 25, 50, 100, 200]

function logTicks(range: Range, limit: number, isWhole: boolean): Tick[] {
  const [min, max] = range
  const low = Math.floor(Math.log10(min) + 1e-9)
  const high = Math.ceil(Math.log10(max) - 1e-9)
  const inside = (value: number) => value >= min * (1 - 1e-9) && value <= max * (1 + 1e-9)
  const powers = (stride: number, digits: readonly number[]) => {
    const values: number[] = []
    for (let exponent = Math.ceil(low / stride) * stride; exponent <= high; exponent += stride)
      for (const digit of digits) values.push(Number(`${digit}e${exponent}`))
    return values.filter((value) => inside(value) && (!isWhole || Number.isInteger(value)))
  }
  const decades = high - low
  for (const digits of decades > limit + 1 ? [] : [[1, 2, 5], [1, 3], [1]]) {
    const values = powers(1, digits)
    if (values.length <= limit && values.length >= 3) return values.map(logTick)
  }
  if (decades < 3) return linearTicks(range, limit, isWhole)
  const stride = strides.find((each) => powers(each, [1]).length <= limit)
  if (stride === undefined) return []
  const values = powers(stride, [1])
  const isFar = values.some((value) => value < 1e-4 || value > 1e6)
  return values.map((value) => ({ value, label: isFar ? formatPower(value) : formatTick(value, value) }))
}

const logTick = (value: number): Tick => ({ value, label: formatTick(value, value) })

/**
 * At most `limit` (7) round values within `range`, with their labels in plain numbers. `isWhole`: the axis counts
 * something, so that they are whole.
 */
export function axisTicks(range: Range, isLog: boolean, limit = 7, isWhole = false): Tick[] {
  if (!(range[1] > range[0]) || (isLog && !(range[0] > 0))) return []
  const shown = drawable(range, isLog)
  return isLog ? logTicks(shown, limit, isWhole) : linearTicks(shown, limit, isWhole)
}
