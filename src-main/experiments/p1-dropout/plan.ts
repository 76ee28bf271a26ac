import type { Params } from '#contract/experiment.ts'
import type { Problem1Params } from './fields.ts'
import { imageSteps } from './image-plan.ts'
import type { DataPoint } from './masks.ts'
import { paramsOfPart, partsOf, partTracks, rateTrack, sweepRates } from './presets.ts'
import type { Weights } from './theory.ts'

export type OptimizerName = Problem1Params['optimizer']

/** One training: everything that gradient descent needs but the randomness. */
export interface Training {
  readonly track: string
  readonly point: DataPoint
  readonly dropRate: number
  readonly optimizer: OptimizerName
  readonly learningRate: number
  readonly momentum: number
  readonly batchSize: number
  readonly iterations: number
  readonly start: Weights
  readonly logEvery: number
}

/** The parameters of problem 1, as `parseParams` has checked them, with their types. */
export const typed = (params: Params): Problem1Params => params as Problem1Params

/** The data point of a run. */
export const pointOf = (params: Problem1Params): DataPoint => ({ x1: params.x1, x2: params.x2, y: params.y })

const part1hTracks: Readonly<Record<string, { isDropping: boolean; optimizer: OptimizerName }>> = {
  sgd0: { isDropping: false, optimizer: 'sgd' },
  adam0: { isDropping: false, optimizer: 'adam' },
  sgd50: { isDropping: true, optimizer: 'sgd' },
  adam50: { isDropping: true, optimizer: 'adam' },
}

/** The trainings of one part, in the order of its tracks; none for the parts that only solve equations. */
export function trainingsOf(part: string, params: Params): readonly Training[] {
  if (part === '1i') return [] // trained by an engine: image-training.ts
  const p = typed(params)
  const rateOf = new Map(sweepRates(params).map((rate) => [rateTrack(rate), rate]))
  return partTracks(part, params).map((track) => {
    const fixed = part1hTracks[track]
    const isPlain = part === '1b' || track === 'plain' || fixed?.isDropping === false
    return {
      track,
      point: pointOf(p),
      dropRate: isPlain ? 0 : (rateOf.get(track) ?? p.dropRate),
      optimizer: fixed?.optimizer ?? p.optimizer,
      learningRate: p.learningRate,
      momentum: p.momentum,
      batchSize: p.batchSize,
      iterations: p.iterations,
      start: { w1: p.start1, w2: p.start2 },
      logEvery: p.logEvery,
    }
  })
}

/**
 * The name of the random stream that a training draws its masks from. Part f asks about the weights of part e, so
 * its training with dropout draws what part e's draws: with the same seed and settings it is the same training.
 */
export const streamOf = (part: string, track: string): string =>
  part === '1f' && track === 'dropout' ? '1e.main' : `${part}.${track}`

/** Updates that a run makes in all its trainings together. */
export function totalSteps(params: Params, presetId: string): number {
  return partsOf(presetId)
    .flatMap((part) => {
      const own = paramsOfPart(part, presetId, params)
      return part === '1i'
        ? [imageSteps(typed(own))]
        : trainingsOf(part, own).map(({ iterations }) => iterations)
    })
    .reduce((sum, steps) => sum + steps, 0)
}
