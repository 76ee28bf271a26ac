import type { Params } from '#contract/experiment.ts'
import type { Model } from '#models/model.ts'
import { resnet, type ResnetDepth } from '#models/resnet.ts'
import type { Problem5Params } from './fields.ts'
import { batchSizesOf, optimizerNames } from './presets.ts'

/** The parameters of problem 5, as `parseParams` has checked them, with their types. */
export const typed = (params: Params): Problem5Params => params as Problem5Params

export const classCount = 10

/** The network of a run. */
export function modelOf({ model, stem, side }: Pick<Problem5Params, 'model' | 'stem' | 'side'>): Model {
  const depth = Number(model.replace('resnet', '')) as ResnetDepth
  return resnet({ depth, classes: classCount, form: stem, side })
}

/**
 * The learning rate that the homework gives a batch size: linear in it (1e-4 for 4 images) up to 6.4e-3 at 256, and
 * no more beyond (Goyal et al. 2017 on large minibatches).
 */
export const learningRateOf = (batch: number): number => (Math.min(batch, 256) / 4) * 1e-4

/** Steps of an epoch over the subset; the last may be a smaller batch. */
export const stepsPerEpoch = (batch: number, { trainImages }: Pick<Problem5Params, 'trainImages'>): number =>
  Math.ceil(trainImages / batch)

/**
 * Steps of all tracks together: training steps, and epochs or attempts where they have a track of their own. A
 * batch size that runs out of memory takes fewer, and so does a search that ends before its last attempt.
 */
export function totalSteps(params: Params, presetId: string): number {
  const p = typed(params)
  if (presetId === '5a') return p.steps
  if (presetId === '5b') return optimizerNames.length * p.steps
  if (presetId === '5c-largest') return p.attempts * (1 + p.steps)
  return batchSizesOf(params).reduce((sum, batch) => sum + p.epochs * (stepsPerEpoch(batch, p) + 1), 0)
}
