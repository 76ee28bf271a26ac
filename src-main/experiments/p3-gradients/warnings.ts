import type { Field, Params } from '#contract/experiment.ts'
import { ParamsError } from '#contract/params.ts'
import { Random } from '#numeric/random.ts'
import { fields, typed } from './fields.ts'
import { microscopeGrids } from './microscope.ts'
import { imageSides } from './plan.ts'
import { poolingGrids } from './pooling-grid.ts'
import { presets } from './presets.ts'

/** What is wrong between the parameters of a part, each of which is fine by itself; null where nothing is. */
export function conflict(params: Params, presetId: string): ParamsError | null {
  const p = typed(params)
  try {
    // Which seed does not matter: only sides and lengths are looked at.
    if (presetId === '3a') microscopeGrids(p, new Random(0))
    if (presetId === '3c' || presetId === '3d') poolingGrids(p, new Random(0))
  } catch (error) {
    if (error instanceof ParamsError) return error
    throw error
  }
  return presetId === '3b' ? sizesConflict(params) : null
}

function sizesConflict(params: Params): ParamsError | null {
  const { kernelSide } = typed(params)
  const sides = imageSides(params)
  const wrong = sides.find((side) => !Number.isInteger(side) || side < kernelSide)
  if (wrong !== undefined)
    return new ParamsError(
      'sizes',
      `Image sides n (sizes) must be whole numbers of at least the kernel’s side ${kernelSide}, not ${wrong}.`,
    )
  return sides.length < 2
    ? new ParamsError(
        'sizes',
        'Image sides n (sizes) must hold two different numbers at least, to fit a slope.',
      )
    : null
}

/** Names of parameters that were moved from the preset's value though the preset does not use them. */
function unusedWarnings(params: Params, presetId: string): string[] {
  const own = presets.find((preset) => preset.id === presetId)?.params ?? {}
  const isUnused = (field: Field): boolean =>
    field.onlyFor !== undefined &&
    !field.onlyFor.includes(presetId) &&
    JSON.stringify(params[field.name]) !== JSON.stringify(own[field.name] ?? field.default)
  return fields
    .filter(isUnused)
    .map((field) => `${field.label} (${field.name}) has no effect in part ${presetId}; leave it as it is.`)
}

/** Draws of pairs of numbers (an x or a dy) above which the Monte Carlo is said to take long. */
const manyNumbers = 1e9

/** What to know before pressing Run: a grid that pools unevenly, a long run, parameters without effect. */
export function warnings(params: Params, presetId: string): readonly string[] {
  if (conflict(params, presetId)) return []
  const { draws, poolSide, layers } = typed(params)
  const isUneven = (presetId === '3c' || presetId === '3d') && poolSide % 2 ** layers !== 0
  const numbers = presetId === '3b' ? imageSides(params).reduce((sum, n) => sum + 2 * n * n * draws, 0) : 0
  return [
    ...(isUneven
      ? [
          `A side of ${poolSide} cannot be halved evenly ${layers} times: the last rows and columns fill no window and get no gradient.`,
        ]
      : []),
    ...(numbers > manyNumbers
      ? [
          `This Monte Carlo draws ${Math.round(numbers / 1e6)} million numbers and takes a minute or more; use fewer draws or smaller images.`,
        ]
      : []),
    ...unusedWarnings(params, presetId),
  ]
}
