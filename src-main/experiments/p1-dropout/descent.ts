import type { Random } from '#numeric/random.ts'
import type { TrainEvent } from '../train.ts'
import { ExpectedDescent } from './expected-descent.ts'
import { drawMaskCounts } from './masks.ts'
import { createOptimizer } from './optimizers.ts'
import type { Training } from './plan.ts'
import type { Weights } from './theory.ts'

/** What a training came to. */
export interface Outcome {
  readonly training: Training
  /** Step at which the loss was no longer finite, or null. */
  readonly divergedAt: number | null
  readonly weights: Weights
  /** The last point of the loss curve. */
  readonly finalLoss: number
  /** Root mean square of measured minus expected loss over the logged points; null for Adam. */
  readonly residual: number | null
  /** Share of the logged batches in which every row lost both inputs. */
  readonly allDropped: number
  /** Expectations after the last update; null for Adam. */
  readonly expected: { readonly loss: number; readonly cleanLoss: number; readonly weights: Weights } | null
}

/**
 * Gradient descent on the one data point. A sample at step t holds the weights after t updates and the loss of
 * the batch drawn there, before its update; the last sample, at step `iterations`, is followed by none. A loss
 * that is no longer finite is logged as it is and ends the training.
 */
export function* descend(
  training: Training,
  track: string,
  random: Random,
): Generator<TrainEvent, Outcome, undefined> {
  const { dropRate, batchSize, iterations, logEvery } = training
  const { y } = training.point
  const x1 = training.point.x1 / (1 - dropRate)
  const x2 = training.point.x2 / (1 - dropRate)
  const counts = new Float64Array(4)
  const weights = Float64Array.of(training.start.w1, training.start.w2)
  const gradient = new Float64Array(2)
  const update = createOptimizer(training)
  const expected = training.optimizer === 'adam' ? null : new ExpectedDescent(training)
  let loss = NaN
  let divergedAt: number | null = null
  let logged = 0
  let allDropped = 0
  let squaredResiduals = 0
  for (let step = 0; step <= iterations; step++) {
    // Read by index: this loop runs a million times, and destructuring would go through an iterator.
    const w1 = weights[0] ?? 0
    const w2 = weights[1] ?? 0
    drawMaskCounts(random, batchSize, dropRate, counts)
    const both = counts[0] ?? 0
    const onlyFirst = counts[1] ?? 0
    const onlySecond = counts[2] ?? 0
    const neither = counts[3] ?? 0
    const errorBoth = x1 * w1 + x2 * w2 - y
    const errorFirst = x1 * w1 - y
    const errorSecond = x2 * w2 - y
    loss =
      (both * errorBoth * errorBoth +
        onlyFirst * errorFirst * errorFirst +
        onlySecond * errorSecond * errorSecond +
        neither * y * y) /
      batchSize
    if (!Number.isFinite(loss)) divergedAt = step
    if (divergedAt !== null || step % logEvery === 0 || step === iterations) {
      logged++
      if (neither === batchSize) allDropped++
      const expectedLoss = expected?.loss
      if (expectedLoss !== undefined) squaredResiduals += (loss - expectedLoss) ** 2
      const values = expectedLoss === undefined ? { loss, w1, w2 } : { loss, expectedLoss, w1, w2 }
      yield { type: 'sample', track, step, values }
    }
    if (divergedAt !== null || step === iterations) break
    gradient[0] = (2 * x1 * (both * errorBoth + onlyFirst * errorFirst)) / batchSize
    gradient[1] = (2 * x2 * (both * errorBoth + onlySecond * errorSecond)) / batchSize
    update(weights, gradient)
    expected?.advance()
  }
  const [w1 = 0, w2 = 0] = weights
  return {
    training,
    divergedAt,
    weights: { w1, w2 },
    finalLoss: loss,
    residual: expected ? Math.sqrt(squaredResiduals / logged) : null,
    allDropped: allDropped / logged,
    expected: expected && { loss: expected.loss, cleanLoss: expected.cleanLoss, weights: expected.weights },
  }
}
