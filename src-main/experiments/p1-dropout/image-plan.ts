import type { Problem1Params } from './fields.ts'

/** The two trainings of part i, by track. */
export const imageRuns = ['p0', 'p75'] as const
export type ImageRun = (typeof imageRuns)[number]

/** The drop rate of a training. */
export const runRate = (run: ImageRun, params: Pick<Problem1Params, 'dropRate'>): number =>
  run === 'p0' ? 0 : params.dropRate

/** The track that logs once an epoch, beside the one that logs every minibatch. */
export const epochsTrack = (run: ImageRun): string => `${run}.epochs`

/** How much a run of part i has to do. */
export type Sizes = Pick<Problem1Params, 'trainImages' | 'testImages' | 'batchSize' | 'epochs'>

/** Images in one call of an evaluation, as in the homework. */
export const evaluatedTogether = 1000

export const batchesPerEpoch = ({
  trainImages,
  batchSize,
}: Pick<Sizes, 'trainImages' | 'batchSize'>): number => Math.ceil(trainImages / batchSize)

/** Minibatches of both networks, and their epochs, each a step of its own track. */
export function imageSteps(params: Sizes): number {
  return imageRuns.length * params.epochs * (batchesPerEpoch(params) + 1)
}

/** Multiply-adds of one image on its way through the network: two convolutions and the dense layer. */
const forwardMultiplyAdds = 32 * 32 * 16 * (3 * 9) + 16 * 16 * 32 * (16 * 9) + 2048 * 10
/** A training step also takes the gradients by weights and by inputs, each about as much work again. */
const trainingFactor = 3
/**
 * Multiply-adds a second of this network on two cores of a desktop processor: an estimate, from which the time to
 * expect is told before a run; the time left during the run is measured.
 */
const estimatedRate = 11e9

/** Seconds that a run is estimated to take. */
export function estimatedSeconds({ trainImages, testImages, epochs }: Sizes): number {
  const images = epochs * (trainingFactor * trainImages + testImages) + testImages
  return (imageRuns.length * images * forwardMultiplyAdds) / estimatedRate
}

function inWords(seconds: number): string {
  if (seconds < 10) return 'a few seconds'
  if (seconds < 90) return `about ${10 * Math.round(seconds / 10)} seconds`
  return `about ${Math.round(seconds / 60)} minutes`
}

/** The time to expect, said to be an estimate. */
export function imageNotes(params: Sizes): readonly string[] {
  const steps = imageRuns.length * params.epochs * batchesPerEpoch(params)
  const seconds = estimatedSeconds(params)
  return [
    `Expected time: ${inWords(seconds)} for ${steps} steps, estimated for two processor cores (${Math.max(1, Math.round(steps / seconds))} steps a second).`,
  ]
}
