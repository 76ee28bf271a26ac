import type { Value } from '#contract/samples.ts'
import { DropoutDescent, expectedHessian, learningRateBounds } from '#numeric/dropout-descent.ts'
import type { LinearData } from '#numeric/dropout-objective.ts'
import { columnVector, matmul, type Matrix } from '#numeric/linear-algebra.ts'
import type { Random } from '#numeric/random.ts'
import type { TrainEvent } from '../train.ts'
import type { Problem2Params } from './fields.ts'
import { strideOf } from './logged-steps.ts'
import { weightSeries } from './presets.ts'
import { distanceOf, dropoutAndRidge, UnsolvableError, type DropoutAndRidge } from './solve.ts'

const event = (name: string, value: Value): TrainEvent => ({ type: 'value', id: `2b.${name}`, value })
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
  { keep, learningRate }: Problem2Params,
  divergedAt: number | null,
  bound: number,
): Generator<TrainEvent> {
  const average = scaledBy(keep, descent.average)
  const trained = (value: Extract<Value, { value: number | object }>): Value =>
    divergedAt === null
      ? value
      : {
          value: null,
          notMeasured: `The training diverged at step ${divergedAt} with learning rate ${learningRate}; use one below ${roundedDown(bound)}.`,
        }
  const rows = average.map((value, j) => [
    j + 1,
    descent.weights[j] ?? 0,
    descent.average[j] ?? 0,
    value,
    exact.dropout[j] ?? 0,
  ])
  const columns = ['column', 'last', 'average', 'p × average', 'exact minimiser']
  yield event('dropout', trained({ value: { columns, rows } }))
  yield event('distance', trained({ value: distanceOf(average, exact.ridge) }))
  yield event('lastDistance', trained({ value: distanceOf(scaledBy(keep, descent.weights), exact.ridge) }))
  yield event('unscaledDistance', trained({ value: distanceOf(descent.average, exact.ridge) }))
}

/** A number just below a bound, to three significant digits, to be used as it is printed. */
export function roundedDown(bound: number): number {
  if (!Number.isFinite(bound) || bound <= 0) return bound
  const unit = 10 ** (Math.floor(Math.log10(bound)) - 2)
  return Number((Math.floor(bound / unit) * unit).toPrecision(3))
}

const column = (name: string, values: readonly number[]): Value => ({
  value: { columns: ['column', name], rows: values.map((value, j) => [j + 1, value]) },
})

/** Part b: the closed forms at once, then SGD with fresh masks at each step. Samples hold the state after `step` steps. */
export function* descendToRidge(
  data: LinearData,
  params: Problem2Params,
  random: Random,
): Generator<TrainEvent> {
  const { keep, learningRate, batchSize, iterations } = params
  let exact: DropoutAndRidge
  try {
    exact = dropoutAndRidge(data, keep)
  } catch (error) {
    if (!(error instanceof UnsolvableError)) throw error
    yield* [
      'ridge',
      'gamma',
      'closedDistance',
      'dropout',
      'distance',
      'lastDistance',
      'unscaledDistance',
    ].map((name) => event(name, { value: null, notMeasured: error.message }))
    return
  }
  yield event('ridge', column('w', exact.ridge))
  yield event('gamma', column('Γ', exact.gamma))
  yield event('closedDistance', { value: distanceOf(exact.scaled, exact.ridge) })
  const descent = new DropoutDescent(data, keep)
  const hessian = expectedHessian(data.x, keep)
  let expected = exact.dropout.map(() => 0)
  const stride = strideOf(iterations)
  let divergedAt: number | null = null
  for (let step = 0; step <= iterations && divergedAt === null; step++) {
    if (step > 0) {
      descent.step(random, learningRate, batchSize)
      expected = expectedStep(expected, hessian, exact.dropout, learningRate)
      if (!descent.weights.every(Number.isFinite)) divergedAt = step
    }
    if (divergedAt === null && step % stride !== 0 && step !== iterations) continue
    yield { type: 'sample', track: 'main', step, values: logged(descent, expected, keep, exact.ridge) }
  }
  const { certain } = learningRateBounds(data.x, keep, batchSize)
  yield* outcome(descent, exact, params, divergedAt, certain)
}
