/** How long part 1i takes and how much memory, before it is run. */
import { batchesPerEpoch, imageRuns } from './pure/image-runs.ts'

interface Sizes {
  readonly trainImages: number
  readonly testImages: number
  readonly batchSize: number
  readonly epochs: number
}

/** Minibatches of both networks, and their epochs, each a step of its own track. */
export function imageSteps(params: Sizes): number {
  return imageRuns.length * params.epochs * (batchesPerEpoch(params) + 1)
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

function inWords(seconds: number): string {
  if (seconds < 10) return 'a few seconds'
  if (seconds < 90) return `about ${10 * Math.round(seconds / 10)} seconds`
  return `about ${Math.round(seconds / 60)} minutes`
}

/** The expected time of a run, marked as an estimate. */
export function imageNotes(params: Sizes): readonly string[] {
  const steps = imageRuns.length * params.epochs * batchesPerEpoch(params)
  const seconds = estimatedSeconds(params)
  return [
    `Expected time: ${inWords(seconds)} for ${steps} steps, estimated for two processor cores (${Math.max(1, Math.round(steps / seconds))} steps per second).`,
  ]
}

/** Output of the first convolution: 16 maps of 32 x 32 in float32. */
const outputBytesPerImage = 4 * 16 * 32 * 32
const mostBatchBytes = 512 * 2 ** 20

/** What to know before a run: a batch larger than the data or than memory. */
export function imageWarnings(params: Sizes): readonly string[] {
  const bytes = params.batchSize * outputBytesPerImage
  if (params.batchSize > params.trainImages)
    return [
      `A batch of ${params.batchSize} is larger than the ${params.trainImages} training images, so each epoch is one step with all of them.`,
    ]
  return bytes > mostBatchBytes
    ? [
        `A batch of ${params.batchSize} images needs about ${Math.round(bytes / 2 ** 20)} MiB for the first convolution alone; use a smaller batch.`,
      ]
    : []
}
