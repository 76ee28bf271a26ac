/** The steps of a number field and its slider: 0 to 1000 along a linear or logarithmic scale, landing on round values. */
import type { NumberField } from '#contract/fields.ts'
import { spinBy, type Spin } from '../inputs/spin.ts'

export const sliderEnd = 1000

/** Where a logarithmic slider begins when its field may be zero: this part of the largest value. */
const smallestPart = 1e-6

/** 1, 2 or 5 times a power of ten, at most a 200th of the field's span. */
function roundStep(field: NumberField): number {
  if (field.integer) return Math.max(1, Math.ceil((field.max - field.min) / 1000))
  const wanted = (field.max - field.min) / 200
  const power = 10 ** Math.floor(Math.log10(wanted))
  return ([5, 2, 1].find((times) => times * power <= wanted * (1 + 1e-9)) ?? 1) * power
}

function logStart(field: NumberField): number {
  return field.min > 0 ? field.min : field.max * smallestPart
}

/** The slider's place for `value`, clipped to its ends; 0 for a value that is no number. */
export function sliderPlace(field: NumberField, value: number): number {
  if (!(value > field.min)) return 0
  const fraction =
    field.scale === 'log'
      ? Math.log(value / logStart(field)) / Math.log(field.max / logStart(field))
      : (value - field.min) / (field.max - field.min)
  return Math.min(sliderEnd, Math.max(0, Math.round(fraction * sliderEnd)))
}

/** The value at `place`: two significant digits on a logarithmic scale, round steps on a linear one. */
export function sliderValue(field: NumberField, place: number): number {
  if (place <= 0) return field.min
  const fraction = Math.min(1, place / sliderEnd)
  const step = roundStep(field)
  const start = logStart(field)
  const exact =
    field.scale === 'log'
      ? Number((start * (field.max / start) ** fraction).toPrecision(2))
      : field.min + Math.round((fraction * (field.max - field.min)) / step) * step
  const whole = field.integer ? Math.round(exact) : Number(exact.toPrecision(12))
  const largest = field.isMaxExcluded ? Number((field.max - step).toPrecision(12)) : field.max
  return Math.min(largest, Math.max(field.min, whole))
}

/** The slider's next value above (1) or below (-1) `value`, as an arrow key asks for; `value` itself at its end. */
export function nextValue(field: NumberField, value: number, direction: 1 | -1): number {
  for (let place = sliderPlace(field, value); place >= 0 && place <= sliderEnd; place += direction) {
    const candidate = sliderValue(field, place)
    if ((candidate - value) * direction > 0) return candidate
  }
  return value
}

/** How the arrow and page keys move in a field's box: by 1 where it is whole, else over the round values of its slider. */
export function fieldSpin(field: NumberField): Spin {
  const { min, max, integer = false, isMaxExcluded = false } = field
  if (integer) return spinBy({ min: Math.ceil(min), max: isMaxExcluded ? max - 1 : max, step: 1 })
  return (value, direction, isLarge) =>
    Array.from({ length: isLarge ? 10 : 1 }).reduce<number>((at) => nextValue(field, at, direction), value)
}
