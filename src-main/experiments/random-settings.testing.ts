/** Settings away from the defaults, drawn within the limits of a slot's fields, for tests that read its answers. */
import type { NamedField, Params, ParamValue } from '#contract/fields.ts'
import type { Random } from '#numeric/random.ts'
import type { Slot } from './part.ts'

/** Most that is asked of a field by its name, so that a run takes a fraction of a second. */
export type Caps = Readonly<Record<string, number>>

/** Sizes at which a run of any part of problems 1, 3 and 4 takes at most a second or two. */
export const smallCaps: Caps = {
  ...{ iterations: 400, trainImages: 60, testImages: 60, draws: 200, sizes: 24 },
  ...{ perClass: 12, mlpPerClass: 20, images: 10, validationImages: 12, epochs: 14, seeds: 2 },
}

const clipped = (
  value: number,
  field: { readonly min: number; readonly max: number },
  most: number,
): number => Math.min(Math.max(value, field.min), Math.min(field.max, Math.max(most, field.min)))

function numberIn(
  field: {
    readonly min: number
    readonly max: number
    readonly integer?: boolean
    readonly scale?: 'linear' | 'log'
    readonly isMaxExcluded?: boolean
  },
  most: number,
  random: Random,
): number {
  const top = Math.max(field.min, Math.min(field.max, most))
  const share = random.uniform() * (field.isMaxExcluded === true ? 0.99 : 1)
  const value =
    field.scale === 'log' && field.min > 0
      ? field.min * (top / field.min) ** share
      : field.min + (top - field.min) * share
  return clipped(field.integer === true ? Math.round(value) : Number(value.toPrecision(3)), field, most)
}

function valueOf(field: NamedField, caps: Caps, random: Random): ParamValue {
  const most = caps[field.name] ?? Infinity
  // Which data sets there are depends on the machine.
  if (field.name === 'dataset') return field.default
  if (field.kind === 'choice')
    return field.options[random.integer(field.options.length)]?.value ?? field.default
  if (field.kind === 'number') return numberIn(field, most, random)
  // Lists of tables and grids have to keep their length.
  const length =
    field.isSweep === true
      ? Math.max(1, Math.min(field.maxLength, 1 + random.integer(3)))
      : field.default.length
  return Array.from({ length: Math.max(length, field.minLength) }, () => numberIn(field, most, random))
}

/** How often settings are drawn that a slot refuses before its defaults are taken. */
const tries = 50

/** Settings that the slot accepts: each field by chance in one of two, else its default, within `caps`. */
export function randomSettings(slot: Slot, caps: Caps, random: Random): Params {
  for (let attempt = 0; attempt < tries; attempt++) {
    const params = Object.fromEntries(
      slot.fields.map((field) => {
        const isDrawn = random.uniform() < 0.5 || field.name in caps
        return [field.name, isDrawn ? valueOf(field, caps, random) : field.default]
      }),
    )
    if (Object.keys(slot.problems(params)).length === 0) return params
  }
  return slot.defaults
}
