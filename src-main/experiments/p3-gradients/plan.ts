import type { Params } from '#contract/experiment.ts'
import { typed } from './fields.ts'

/** The image sides of part b: each once, smallest first. */
export const imageSides = (params: Params): readonly number[] =>
  [...new Set(typed(params).sizes)].sort((a, b) => a - b)

/** Steps of a run in all its tracks: images, image sides or layers. */
export function totalSteps(params: Params, presetId: string): number {
  const { trainImages, layers } = typed(params)
  if (presetId === '3a') return trainImages
  if (presetId === '3b') return imageSides(params).at(-1) ?? 0
  return 2 * (presetId === '3c' ? layers : trainImages)
}
