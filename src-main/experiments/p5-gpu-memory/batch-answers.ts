import type { Values } from '#contract/samples.ts'
import { reasonOf } from '#contract/values.ts'
import { listed, counted } from '#text/words.ts'
import * as measured from './pure/batch-values.ts'
import { fourDigits } from './pure/units.ts'

interface BatchesParams {
  readonly epochs: number
  readonly trainImages: number
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
  return `Highest memory by batch size: ${amounts.join('; ')}.${lineSentence(fixed, slope)}${slopeSentence(values)}`
}

function lineSentence(fixed: number | null, slope: number | null): string {
  if (fixed === null || slope === null) return ''
  const line = ` The fitted line is ${fourDigits(fixed)} MiB ${slope < 0 ? 'less' : 'plus'} ${fourDigits(Math.abs(slope))} MiB per image.`
  return slope > 0
    ? `${line} Weights, gradients and optimizer state do not depend on the batch; activations grow with it.`
    : `${line} In this run the memory did not grow with the batch: the images add less than the readings vary.`
}

/** The slope that is predicted, and how much of the prediction is a fit. */
function slopeSentence(values: Values): string {
  const [predicted, share] = [measured.predictedSlopeMiB.of(values), measured.fittedSlopeShare.of(values)]
  if (predicted === null) return ''
  const fitted =
    share === null
      ? ''
      : `, ${fourDigits(share)} % of it by a fit to earlier readings and the rest from the shapes`
  return ` The prediction was ${fourDigits(predicted)} MiB per image${fitted}.`
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
  const larger = (measured.attempts.of(values) ?? []).flatMap(({ batch, outcome }) =>
    batch !== null && batch > largest && outcome !== 'fits' ? [{ batch, outcome }] : [],
  )
  const next = larger.reduce<(typeof larger)[number] | null>(
    (one, other) => (one === null || other.batch < one.batch ? other : one),
    null,
  )
  const beyond =
    next === null
      ? 'No larger batch was tried, so a larger one may fit.'
      : `The smallest larger batch that was tried, ${next.batch} images, ${next.outcome === 'out of memory' ? 'did not fit' : 'fitted only by using the margin'}.`
  return `The largest batch that fitted${limit === null ? '' : ` into ${fourDigits(limit)} MiB`}, with the margin left free, was ${largest} images${took}. ${beyond}`
}

function accuracyAnswer(values: Values, p: BatchesParams): readonly string[] {
  const best = measured.mostAccurate.of(values)
  if (best === null)
    return [`No accuracy can be compared. ${reasonOf(values, measured.mostAccurate) ?? ''}`.trimEnd()]
  const all = accuracies(values)
  const own = all.find(({ batch }) => batch === best)
  const homework = p.epochs === 10 ? '' : ' The homework trains 10 epochs.'
  const equal = all.filter(({ amount, batch }) => amount === own?.amount && batch !== best)
  const tie =
    equal.length === 0
      ? ''
      : ` Equally accurate: ${equal.length === 1 ? 'batch size' : 'batch sizes'} ${listed(equal.map(({ batch }) => batch))}.`
  const first = `After ${epochs(p.epochs)}, batch size ${best} was the most accurate on the training subset${own ? `: ${fourDigits(own.amount)} % after ${own.row.updates} updates` : ''}.${tie}${homework}`
  if (all.length < 2 || !own) return [`${first} It is the only batch size that was trained to the end.`]
  const list = `Accuracy by batch size: ${all.map(({ batch, amount }) => `${batch}: ${fourDigits(amount)} %`).join('; ')}.`
  if (own.amount <= chanceLimit(p.trainImages))
    return [
      first,
      `${list} With 10 classes, guessing gives about 10 %, and on ${p.trainImages} images up to ${fourDigits(chanceLimit(p.trainImages))} % by chance. No batch size exceeds that, so this order means nothing; train more epochs.`,
    ]
  const largest = all.reduce((one, other) => (other.batch > one.batch ? other : one))
  const why =
    largest.batch > best && largest.amount < own.amount && (largest.row.updates ?? 0) < (own.row.updates ?? 0)
      ? ` The largest batch, ${largest.batch}, made only ${largest.row.updates} updates in the same ${epochs(p.epochs)} and stayed below, though its learning rate was ${fourDigits(largest.row.learningRate ?? NaN)} against ${fourDigits(own.row.learningRate ?? NaN)}.`
      : ''
  return [first, `${list}${why} With a single seed, close results may change places.`]
}

/** Accuracy in percent that guessing among 10 classes exceeds about once in a thousand times. */
const chanceLimit = (images: number): number => 100 * (0.1 + 3 * Math.sqrt(0.09 / images))

function timeAnswer(values: Values): readonly string[] {
  const fastest = measured.fastest.of(values)
  if (fastest === null)
    return [`No times can be compared. ${reasonOf(values, measured.fastest) ?? ''}`.trimEnd()]
  const all = times(values)
  const own = all.find(({ batch }) => batch === fastest)
  const first = `Batch size ${fastest} was the fastest${own ? `, with ${fourDigits(own.amount)} s` : ''}.`
  if (!own || all.length < 2) return [`${first} It is the only batch size that was trained to the end.`]
  const list = `Wall time by batch size: ${all.map(({ batch, amount }) => `${batch}: ${fourDigits(amount)} s`).join('; ')}.`
  const smallest = all.reduce((one, other) => (other.batch < one.batch ? other : one))
  const largest = all.reduce((one, other) => (other.batch > one.batch ? other : one))
  const rate = (one: (typeof all)[number]): number => one.row.imagesPerSecond ?? NaN
  const rates = `${fourDigits(rate(smallest))} against ${fourDigits(rate(own))} images per second in training`
  const slower =
    smallest.batch === fastest
      ? ' The smallest batch was the fastest in this run, so the fixed work of each step was not decisive.'
      : rate(smallest) < rate(own)
        ? ` Batch size ${smallest.batch} took ${fourDigits(smallest.amount / own.amount)} times as long (${rates}): each step has fixed work, above all the update of every weight, and a small batch spreads it over few images.`
        : ` Batch size ${smallest.batch} took ${fourDigits(smallest.amount / own.amount)} times as long, but not in its training steps (${rates}); the evaluations, or other programs, made the difference.`
  const larger =
    largest.batch === fastest
      ? ''
      : rate(largest) <= rate(own)
        ? ` Batch size ${largest.batch} gained nothing: it trained ${fourDigits(rate(largest))} images per second, batch size ${fastest} ${fourDigits(rate(own))}.`
        : ` Batch size ${largest.batch} trained more images per second (${fourDigits(rate(largest))} against ${fourDigits(rate(own))}), but lost that time elsewhere.`
  return [first, `${list}${slower}${larger}${preparationSentence(own)}`]
}

/** Whether loading and resizing the images on the CPU limited the fastest training, as measured. */
function preparationSentence({ batch, row }: ReturnType<typeof times>[number]): string {
  const { preparation: share } = row
  if (share === null)
    return ' How much of the time went into loading and resizing the images was not measured.'
  const measuredShare = ` Loading and resizing the images on the CPU took ${fourDigits(share)} % of the training time at batch size ${batch}`
  if (share >= 50) return `${measuredShare}: that is the limit here, and a larger batch cannot shorten it.`
  if (share >= 10) return `${measuredShare}, which a larger batch cannot shorten.`
  return `${measuredShare}, so it is not the limit.`
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
  const top = all.find(({ batch }) => batch === best)?.amount
  const equallyHigh = all.filter(({ amount }) => amount === top).length > 1
  const verdict =
    ends.length < 2
      ? ''
      : fastest === best
        ? ` Batch size ${best} ends first, and ${equallyHigh ? 'as high as any' : 'highest'}.`
        : ` Batch size ${fastest} ends first, batch size ${best} ${equallyHigh ? 'as high as any' : 'highest'}.`
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
