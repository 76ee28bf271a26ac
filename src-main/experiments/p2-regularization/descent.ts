import { numbers, numberValue, tableValue } from '#contract/values.ts'
import { DropoutDescent, expectedHessian, learningRateBounds, newestShare } from './pure/dropout-descent.ts'
import type { LinearData } from './pure/dropout-objective.ts'
import { columnVector, matmul, type Matrix } from '#numeric/linear-algebra.ts'
import type { Random } from '#numeric/random.ts'
import type { TrainEvent } from '../train.ts'
import { strideOf } from './logged-steps.ts'
import { roundedDown } from './rounded-down.ts'
import { weightSeries } from './pure/weight-series.ts'
import { distanceOf, dropoutAndRidge, UnsolvableError, type DropoutAndRidge } from './pure/solve.ts'

export interface DescentParams {
  readonly keep: number
  readonly learningRate: number
  readonly batchSize: number
  readonly iterations: number
}

export const values = {
  distance: numberValue('2b.distance', {
    label: 'Distance to Tikhonov',
    sentence:
      'Distance of p times the averaged learned weights to the Tikhonov solution, after the last step.',
  }),
  lastDistance: numberValue('2b.lastDistance', {
    label: 'Distance, last weights',
    sentence:
      'The same distance for the weights of the last step alone, which carry the noise of the last masks.',
  }),
  unscaledDistance: numberValue('2b.unscaledDistance', {
    label: 'Distance if not scaled',
    sentence:
      'Distance of the averaged learned weights to the Tikhonov solution when they are not multiplied by p.',
  }),
  expectedDistance: numberValue('2b.expectedDistance', {
    label: 'Distance, expected weights',
    sentence:
      'The same distance for the expected weights of the last step, computed exactly: what remains of the initial distance, without the noise of masks and rows.',
  }),
  expectedAverageDistance: numberValue('2b.expectedAverageDistance', {
    label: 'Distance, expected average',
    sentence:
      'The same distance for the expected average of the weights, computed exactly: the part of the average’s distance that comes from its first steps.',
  }),
  closedDistance: numberValue('2b.closedDistance', {
    label: 'Distance of the formulas',
    sentence:
      'Distance of p times the exact minimiser of the expected dropout objective to the Tikhonov solution; zero except for rounding.',
  }),
  dropout: tableValue('2b.dropout', {
    label: 'Learned weights',
    sentence: 'Weights learned with dropout: last and averaged, and p times the average.',
    columns: {
      column: numbers('column'),
      last: numbers('last'),
      average: numbers('average'),
      scaled: numbers('p × average'),
      exact: numbers('exact minimiser'),
    },
  }),
  ridge: tableValue('2b.ridge', {
    label: 'Tikhonov solution',
    sentence: 'Weights that minimise ‖y − X w‖² + ‖Γ w‖².',
    columns: { column: numbers('column'), w: numbers('w') },
  }),
  gamma: tableValue('2b.gamma', {
    label: 'Diagonal of Γ',
    sentence: '√((1 − p)/p) times the norm of each column of X.',
    columns: { column: numbers('column'), gamma: numbers('Γ') },
  }),
}
/** What only a training that came to its end has. */
const learned = [
  values.dropout,
  values.distance,
  values.lastDistance,
  values.unscaledDistance,
  values.expectedDistance,
  values.expectedAverageDistance,
]

const scaledBy = (p: number, w: ArrayLike<number>): number[] => Array.from(w, (value) => p * value)

/** What a run logs after each step: how far p times the weights are from the Tikhonov solution. */
function logged(
  descent: DropoutDescent,
  expected: readonly number[],
  keep: number,
  ridge: readonly number[],
): Record<string, number> {
  const average = scaledBy(keep, descent.average)
  const distances = {
    distance: distanceOf(scaledBy(keep, descent.weights), ridge),
    averageDistance: distanceOf(average, ridge),
    expectedDistance: distanceOf(scaledBy(keep, expected), ridge),
  }
  return { ...distances, ...Object.fromEntries(average.map((value, j) => [weightSeries(j), value])) }
}

/** E[w] after one more step, exactly: the gradient is linear in w, and the masks of a step are independent of it. */
function expectedStep(
  expected: readonly number[],
  hessian: Matrix,
  minimiser: readonly number[],
  learningRate: number,
): number[] {
  const error = columnVector(expected.map((value, j) => value - (minimiser[j] ?? NaN)))
  const gradient = matmul(hessian, error).data
  return expected.map((value, j) => value - learningRate * (gradient[j] ?? NaN))
}

/** The tables and distances at the end; no learned number where the training diverged. */
function* outcome(
  descent: DropoutDescent,
  exact: DropoutAndRidge,
  { keep, learningRate }: DescentParams,
  divergedAt: number | null,
  bound: number,
  expected: { readonly last: readonly number[]; readonly average: readonly number[] },
): Generator<TrainEvent> {
  if (divergedAt !== null) {
    const why = `The training diverged at step ${divergedAt} with learning rate ${learningRate}; use one below ${roundedDown(bound)}.`
    for (const value of learned) yield value.isNotMeasured(why)
    return
  }
  const average = scaledBy(keep, descent.average)
  yield values.dropout.is(
    average.map((scaled, j) => ({
      column: j + 1,
      last: descent.weights[j] ?? 0,
      average: descent.average[j] ?? 0,
      scaled,
      exact: exact.dropout[j] ?? 0,
    })),
  )
  yield values.distance.is(distanceOf(average, exact.ridge))
  yield values.lastDistance.is(distanceOf(scaledBy(keep, descent.weights), exact.ridge))
  yield values.unscaledDistance.is(distanceOf(descent.average, exact.ridge))
  yield values.expectedDistance.is(distanceOf(scaledBy(keep, expected.last), exact.ridge))
  yield values.expectedAverageDistance.is(distanceOf(scaledBy(keep, expected.average), exact.ridge))
}

/** Part b: the closed forms at once, then SGD with fresh masks at each step. Samples hold the state after `step` steps. */
export function* descendToRidge(
  data: LinearData,
  params: DescentParams,
  random: Random,
): Generator<TrainEvent> {
  const { keep, learningRate, batchSize, iterations } = params
  let exact: DropoutAndRidge
  try {
    exact = dropoutAndRidge(data, keep)
  } catch (error) {
    if (!(error instanceof UnsolvableError)) throw error
    for (const value of Object.values(values)) yield value.isNotMeasured(error.message)
    return
  }
  yield values.ridge.is(exact.ridge.map((w, j) => ({ column: j + 1, w })))
  yield values.gamma.is(exact.gamma.map((gamma, j) => ({ column: j + 1, gamma })))
  yield values.closedDistance.is(distanceOf(exact.scaled, exact.ridge))
  const descent = new DropoutDescent(data, keep)
  const hessian = expectedHessian(data.x, keep)
  let expected = exact.dropout.map(() => 0)
  let expectedAverage = expected
  const stride = strideOf(iterations)
  let divergedAt: number | null = null
  for (let step = 0; step <= iterations && divergedAt === null; step++) {
    if (step > 0) {
      descent.step(random, learningRate, batchSize)
      expected = expectedStep(expected, hessian, exact.dropout, learningRate)
      const share = newestShare(step)
      expectedAverage = expectedAverage.map((old, j) => (1 - share) * old + share * (expected[j] ?? NaN))
      if (!descent.weights.every(Number.isFinite)) divergedAt = step
    }
    if (divergedAt === null && step % stride !== 0 && step !== iterations) continue
    yield { type: 'sample', track: 'main', step, values: logged(descent, expected, keep, exact.ridge) }
  }
  const { certain } = learningRateBounds(data.x, keep, batchSize)
  yield* outcome(descent, exact, params, divergedAt, certain, { last: expected, average: expectedAverage })
}
