import type { Random } from '#numeric/random.ts'
import type { TrainEvent } from '../train.ts'
import { ExpectedDescent } from './expected-descent.ts'
import { drawMaskCounts } from './pure/masks.ts'
import { createOptimizer } from './optimizers.ts'
import type { Training } from './training.ts'
import type { Weights } from './pure/theory.ts'

/** The result of a training. */
export interface Outcome {
  readonly training: Training
  /** Step at which the loss was no longer finite, or null. */
  readonly divergedAt: number | null
  readonly weights: Weights
  /** The last point of the loss curve. */
  readonly finalLoss: number
  /** Root mean square of measured minus expected loss over the logged points; null for Adam. */
  readonly residual: number | null
  /** Fraction of the logged batches in which every row lost both inputs. */
  readonly allDropped: number
  /** Expectations after the last update; null for Adam. */
  readonly expected: { readonly loss: number; readonly cleanLoss: number; readonly weights: Weights } | null
}

/**
 * Gradient descent on the one data point. A sample at step t holds the weights after t updates and the loss of
 * the batch drawn next, before its update; the last sample, at step `iterations`, is followed by none. A loss
 * that is no longer finite is logged as it is and ends the training.
 */
function* descend(training: Training, random: Random): Generator<TrainEvent, Outcome, undefined> {
  const { track, dropRate, batchSize, iterations, logEvery } = training
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

/**
 * Trains side by side, a logged point of each training in turn, and returns the outcomes in the order of the trainings.
 * Each draws from its own stream of `random`, so what one draws does not depend on the others.
 */
export function* descendSideBySide(
  trainings: readonly Training[],
  random: Random,
): Generator<TrainEvent, readonly Outcome[], undefined> {
  const descents = trainings.map((training) => descend(training, random.fork(training.stream)))
  const outcomes = new Map<(typeof descents)[number], Outcome>()
  while (outcomes.size < descents.length)
    for (const each of descents) {
      if (outcomes.has(each)) continue
      const { done, value } = each.next()
      if (done) outcomes.set(each, value)
      else yield value
    }
  return descents.flatMap((each) => outcomes.get(each) ?? [])
}

/** Trains once and returns the outcome. */
export const descendOnce = (training: Training, random: Random): ReturnType<typeof descend> =>
  descend(training, random.fork(training.stream))
