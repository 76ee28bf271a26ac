import type { Values } from '#contract/samples.ts'
import { reasonOf } from '#contract/values.ts'
import { listed, counted } from '#text/words.ts'
import * as measured from './pure/batch-values.ts'
import { fourDigits } from './pure/units.ts'

interface BatchesParams {
  readonly epochs: number
}

const epochs = (count: number): string => counted(count, 'epoch')

/** Rows of a table whose batch size was trained to its end, with what was measured of each. */
function complete<R extends { readonly batch: number | null }>(
  rows: readonly R[] | null,
  amount: (row: R) => number | null,
): readonly { readonly batch: number; readonly amount: number; readonly row: R }[] {
  return (rows ?? []).flatMap((row) => {
    const [batch, measuredAmount] = [row.batch, amount(row)]
    return batch === null || measuredAmount === null ? [] : [{ batch, amount: measuredAmount, row }]
  })
}
const accuracies = (values: Values) => complete(measured.accuracy.of(values), (row) => row.accuracy)
const times = (values: Values) => complete(measured.seconds.of(values), (row) => row.seconds)

function memoryAnswer(values: Values): string {
  const amounts = (measured.memory.of(values) ?? []).map(
    ({ batch, measured: held, outcome }) =>
      `${batch}: ${held === null ? outcome : `${fourDigits(held)} MiB`}`,
  )
  const [fixed, slope] = [measured.fixedMiB.of(values), measured.slopeMiB.of(values)]
  const line =
    fixed === null || slope === null
      ? ''
      : ` The fitted line is ${fourDigits(fixed)} MiB plus ${fourDigits(slope)} MiB per image.`
  const why =
    slope !== null && slope > 0
      ? ' Weights, gradients and optimizer state do not depend on the batch; activations grow with it.'
      : ''
  return `Highest memory by batch size: ${amounts.join('; ')}.${line}${why}`
}

/** What the search found, from the values of its shown run. */
function searchAnswer(values: Values): string {
  if (!(measured.largestBatch.id in values))
    return 'The largest batch has not been searched for; run the search for the largest batch to complete this answer.'
  const largest = measured.largestBatch.of(values)
  if (largest === null)
    return `The largest batch: ${reasonOf(values, measured.largestBatch) ?? 'none was found.'}`
  const [limit, held, predicted] = [
    measured.limitMiB.of(values),
    measured.largestMeasuredMiB.of(values),
    measured.largestPredictedMiB.of(values),
  ]
  const took =
    held === null
      ? ''
      : `; it took ${fourDigits(held)} MiB${predicted === null ? '' : `, predicted ${fourDigits(predicted)} MiB`}`
  const failing = (measured.attempts.of(values) ?? []).flatMap(({ batch, outcome }) =>
    batch !== null && batch > largest && outcome !== 'fits' ? [batch] : [],
  )
  const next =
    failing.length > 0
      ? `The smallest larger batch that was tried, ${Math.min(...failing)} images, did not fit.`
      : 'No larger batch was tried, so a larger one may fit.'
  return `The largest batch that fitted${limit === null ? '' : ` into ${fourDigits(limit)} MiB`}, with the margin left free, was ${largest} images${took}. ${next}`
}

function accuracyAnswer(values: Values, p: BatchesParams): readonly string[] {
  const best = measured.mostAccurate.of(values)
  if (best === null)
    return [`No accuracy can be compared. ${reasonOf(values, measured.mostAccurate) ?? ''}`.trimEnd()]
  const all = accuracies(values)
  const own = all.find(({ batch }) => batch === best)
  const least = all.reduce(
    (one, other) => (other.batch > one.batch ? other : one),
    all[0] ?? { batch: best, row: null },
  )
  const homework = p.epochs === 10 ? '' : ' The homework trains 10 epochs.'
  const first = `After ${epochs(p.epochs)}, batch size ${best} was the most accurate on the training subset${own ? `: ${fourDigits(own.amount)} % after ${own.row.updates} updates` : ''}.${homework}`
  if (all.length < 2) return [`${first} It is the only batch size that was trained to its end.`]
  const list = `Accuracy by batch size: ${all.map(({ batch, amount }) => `${batch}: ${fourDigits(amount)} %`).join('; ')}.`
  const why =
    least.batch > best && least.row
      ? ` The largest batch, ${least.batch}, made only ${least.row.updates} updates, and its larger learning rate makes up for that only in part.`
      : ''
  return [first, `${list}${why} With a single seed, close results may change places.`]
}

function timeAnswer(values: Values): readonly string[] {
  const fastest = measured.fastest.of(values)
  if (fastest === null)
    return [`No times can be compared. ${reasonOf(values, measured.fastest) ?? ''}`.trimEnd()]
  const all = times(values)
  const own = all.find(({ batch }) => batch === fastest)
  const first = `Batch size ${fastest} was the fastest${own ? `, with ${fourDigits(own.amount)} s` : ''}.`
  if (!own || all.length < 2) return [`${first} It is the only batch size that was trained to its end.`]
  const list = `Wall time by batch size: ${all.map(({ batch, amount }) => `${batch}: ${fourDigits(amount)} s`).join('; ')}.`
  const smallest = all.reduce((one, other) => (other.batch < one.batch ? other : one))
  const largest = all.reduce((one, other) => (other.batch > one.batch ? other : one))
  const slower =
    smallest.batch < fastest
      ? ` Batch size ${smallest.batch} took ${fourDigits(smallest.amount / own.amount)} times as long: each step has fixed work, above all the update of every weight, and a small batch spreads it over few images.`
      : ' The smallest batch was the fastest here, although its steps spread their fixed work over the fewest images; other programs may have disturbed the times.'
  const larger =
    largest.batch > fastest
      ? ` Larger batches gained nothing in this run: from some size on the processor is busy all the time.`
      : ''
  return [first, `${list}${slower}${larger}`]
}

function plotAnswer(values: Values): readonly string[] {
  const all = accuracies(values)
  const seconds = times(values)
  const ends = all.flatMap(({ batch, amount }) => {
    const time = seconds.find((each) => each.batch === batch)
    return time
      ? [`batch size ${batch} ends at ${fourDigits(amount)} % after ${fourDigits(time.amount)} s`]
      : []
  })
  if (ends.length === 0)
    return ['No batch size was trained to the end of its last epoch, so there are no curves to compare.']
  const [fastest, best] = [measured.fastest.of(values), measured.mostAccurate.of(values)]
  const verdict =
    ends.length < 2
      ? ''
      : fastest === best
        ? ` Batch size ${best} ends both first and highest.`
        : ` Batch size ${fastest} ends first, batch size ${best} highest.`
  return [
    `In the chart “Accuracy against wall time”, with a point after each epoch, ${listed(ends)}.${verdict} The time counts from before the first epoch and includes the evaluations.`,
  ]
}

export const batchAnswers = {
  i: (values: Values) => [memoryAnswer(values), searchAnswer(values)],
  ii: accuracyAnswer,
  iii: timeAnswer,
  iv: plotAnswer,
}
