/** How long part 1i takes, before it is run. */
import { batchesPerEpoch, imageRuns } from './pure/image-runs.ts'
import { roughDuration } from '#text/durations.ts'
import { counted } from '#text/words.ts'

/** How much a run of part 1i has to do. */
export interface Sizes {
  readonly trainImages: number
  readonly testImages: number
  readonly batchSize: number
  readonly epochs: number
}

/** Images in one call of an evaluation, as in the homework. */
export const evaluatedTogether = 1000

/** Minibatches of both networks: each is a step, and the validation after an epoch is none. */
export function imageSteps(params: Sizes): number {
  return imageRuns.length * params.epochs * batchesPerEpoch(params)
}

/** Multiply-adds of one image in a forward pass: two convolutions and the dense layer. */
const forwardMultiplyAdds = 32 * 32 * 16 * (3 * 9) + 16 * 16 * 32 * (16 * 9) + 2048 * 10
/** A training step also computes the gradients by weights and by inputs, each about as much work again. */
const trainingFactor = 3
/**
 * Multiply-adds per second of this network on two cores of a desktop processor: an estimate for the expected time
 * shown before a run; the time left during a run is measured.
 */
const estimatedRate = 11e9

/** Estimated duration of a run, in seconds. */
export function estimatedSeconds({ trainImages, testImages, epochs }: Sizes): number {
  const images = epochs * (trainingFactor * trainImages + testImages) + testImages
  return (imageRuns.length * images * forwardMultiplyAdds) / estimatedRate
}

/** The expected time of a run, marked as an estimate. */
export function imageNotes(params: Sizes): readonly string[] {
  const steps = imageSteps(params)
  const seconds = estimatedSeconds(params)
  return [
    `Expected time: ${roughDuration(seconds)} for ${counted(steps, 'step')}, estimated for two processor cores (${Math.max(1, Math.round(steps / seconds))} steps per second).`,
  ]
}
