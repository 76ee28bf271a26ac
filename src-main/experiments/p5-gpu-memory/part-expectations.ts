/** The time and memory to expect of each slot, and part c's warnings about batch sizes. */
import { smallSizes } from './next-batch.ts'
import { batchSizesOf, stepsPerEpoch } from './pure/batch-sizes.ts'
import { expectation, expectedBytes, type Expectation } from './pure/expectations.ts'
import type { NetworkSetting } from './pure/network.ts'
import { optimizerNames, type OptimizerName } from './pure/optimizers.ts'

interface ReadingParams extends NetworkSetting {
  readonly batchSize: number
  readonly steps: number
}

/** Of the one reading of part a. */
export const contextExpectation = (p: ReadingParams & { readonly optimizer: OptimizerName }): Expectation =>
  expectation(p, [{ batch: p.batchSize, optimizer: p.optimizer, steps: p.steps }])

/** Of the readings of part b, one for each optimizer. */
export const optimizersExpectation = (p: ReadingParams): Expectation =>
  expectation(
    p,
    optimizerNames.map((optimizer) => ({ batch: p.batchSize, optimizer, steps: p.steps })),
  )

interface BatchesParams extends NetworkSetting {
  readonly batchSizes: readonly number[]
  readonly optimizer: OptimizerName
  readonly steps: number
  readonly trainImages: number
  readonly epochs: number
}

/** Of one training for each batch size. */
export const batchesExpectation = (p: BatchesParams): Expectation =>
  expectation(
    p,
    batchSizesOf(p).map((batch) => ({
      batch: Math.min(batch, p.trainImages),
      optimizer: p.optimizer,
      steps: p.steps + p.epochs * stepsPerEpoch(batch, p),
      evaluated: p.epochs * p.trainImages,
    })),
  )

/** "4, 16 or 64". */
const orList = new Intl.ListFormat('en-GB', { type: 'disjunction' })

/** Batches that are larger than the subset, or not whole numbers; one sentence each. */
export function batchSizeWarnings(p: BatchesParams): readonly string[] {
  const found: string[] = []
  const tooLarge = batchSizesOf(p).filter((batch) => batch > p.trainImages)
  if (tooLarge.length > 0)
    found.push(
      `There are ${p.trainImages} training images, so a batch of ${orList.format(tooLarge.map(String))} is one step with all of them.`,
    )
  if (p.batchSizes.some((batch) => !Number.isInteger(batch)))
    found.push('Batch sizes are whole numbers of images; other numbers are rounded.')
  return found
}

/** Attempts of a search if memory is linear in the batch: two small ones, and a few around the largest. */
const usualAttempts = 6

interface SearchParams extends NetworkSetting {
  readonly optimizer: OptimizerName
  readonly steps: number
  readonly trainImages: number
  readonly budgetMiB: number
  readonly margin: number
  readonly attempts: number
}

/** The largest batch that the budget is predicted to hold; half of the images if all memory may be taken. */
function largestExpected(p: SearchParams): number {
  if (p.budgetMiB === 0) return Math.max(1, Math.round(p.trainImages / 2))
  const at = (batch: number): number => expectedBytes(p, p.optimizer, batch)
  const usable = p.budgetMiB * 2 ** 20 * (1 - p.margin / 100)
  const fitting = Math.floor((usable - at(0)) / (at(1) - at(0)))
  return Math.min(p.trainImages, Math.max(1, fitting))
}

/** Of the attempts that a search usually makes. */
export function searchExpectation(p: SearchParams): Expectation {
  const { optimizer, steps } = p
  const largest = largestExpected(p)
  return expectation(
    p,
    Array.from({ length: Math.min(usualAttempts, p.attempts) }, (_, attempt) => ({
      batch: Math.min(smallSizes[attempt] ?? Infinity, largest),
      optimizer,
      steps,
    })),
    p.budgetMiB > 0 ? p.budgetMiB * 2 ** 20 : Infinity,
  )
}
