import { cheatingCnn } from '#models/cheating-cnn.ts'
import { describe } from '#models/describe.ts'
import { openedEngineBytes, predictedHostGrowth } from '#models/engine-memory.ts'
import { evaluatedTogether, type Sizes } from './image-cost.ts'
import { imageRuns, runRate } from './pure/image-runs.ts'

type Memory = Sizes & { readonly dropRate: number }

/** Bytes of an image as the engine takes it, [3, 32, 32] float32, and as it is stored. */
const inputBytes = 4 * 3 * 32 * 32
const storedBytes = 3 * 32 * 32

const inMiB = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`

/** Images of a batch: never more than there are. */
export const imagesPerBatch = ({
  batchSize,
  trainImages,
}: Pick<Sizes, 'batchSize' | 'trainImages'>): number => Math.min(batchSize, trainImages)

/** Host memory of part i at its highest, in bytes, as predicted from the shapes: both networks stay compiled. */
export function imagePeakBytes(params: Memory): number {
  const { trainImages, testImages } = params
  const batch = imagesPerBatch(params)
  const evaluated = Math.min(evaluatedTogether, testImages)
  const networks = imageRuns.reduce((sum, run) => {
    const model = cheatingCnn({ dropRate: runRate(run, params) })
    // An evaluation holds what is kept for a backward pass at most, and no gradients.
    const evaluation = predictedHostGrowth(model, 'sgd', 1) + evaluated * describe(model).totals.keptBytes
    return sum + Math.max(predictedHostGrowth(model, 'sgd', batch), evaluation)
  }, 0)
  return (
    openedEngineBytes +
    networks +
    Math.max(batch, evaluated) * inputBytes +
    (trainImages + testImages) * storedBytes
  )
}

/** A machine of a student has at least this much, and others want some of it. */
const usualMemory = 4 * 2 ** 30

/** What to know of the batch before pressing Run: larger than the set, or than the memory that is usual. */
export function batchWarnings(params: Memory): readonly string[] {
  const { batchSize, trainImages } = params
  const found: string[] = []
  if (batchSize > trainImages)
    found.push(
      `A batch of ${batchSize} is larger than the ${trainImages} training images, so each epoch is one step with all of them.`,
    )
  const bytes = imagePeakBytes(params)
  if (bytes > usualMemory)
    found.push(
      `A step with ${imagesPerBatch(params)} images is predicted to need ${inMiB(bytes)} (2²⁰) of memory for both networks; use a smaller batch.`,
    )
  return found
}

/** One sentence where the run is predicted not to fit into the bytes that are available; null where it does. */
export function imageFitWarning(params: Memory, availableBytes: number): string | null {
  const bytes = imagePeakBytes(params)
  return bytes > 0.9 * availableBytes
    ? `This run is predicted to need ${inMiB(bytes)} and ${inMiB(availableBytes)} are available; a step with ${imagesPerBatch(params)} images takes most of it, so use a smaller batch.`
    : null
}
