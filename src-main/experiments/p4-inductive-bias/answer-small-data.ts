/** The reference answers to 4a and 4b. */
import { mean } from '#numeric/statistics.ts'
import {
  accuraciesListed,
  alike,
  counted,
  guessed,
  lastRows,
  paired,
  paragraphs,
  percent,
  points,
  stripesSentence,
  troubleSentence,
} from './answer-words.ts'
import { seedsOf, type AccuracyRow, type StripesRow } from './pure/tables.ts'
import { formatNumber } from '#text/numbers.ts'

interface Overfit {
  readonly accuracy: readonly AccuracyRow[] | null
  readonly stripes: readonly StripesRow[] | null
  readonly parameters: { readonly cnn: number | null; readonly mlp: number | null }
}

/** 4a (i): whether both networks overfit, and what their filters look like. */
export function overfitAnswer(
  { accuracy, stripes, parameters }: Overfit,
  params: { readonly epochs: number; readonly kernel: number },
): readonly string[] {
  const [cnn] = lastRows(accuracy, 'cnn')
  const [mlp] = lastRows(accuracy, 'mlp')
  const sizeOf = (network: 'cnn' | 'mlp'): string => formatNumber(parameters[network] ?? 0)
  const result = (row: AccuracyRow): string =>
    row.trainAccuracy === null
      ? 'diverges'
      : `classifies ${percent(row.trainAccuracy)} of them correctly${seedsOf(row).length > 1 ? ` (mean of ${seedsOf(row).length} seeds)` : ''}`
  const isLearned = (row: AccuracyRow): boolean => row.trainAccuracy === 100
  const ahead = isLearned(cnn) ? 'The CNN' : isLearned(mlp) ? 'The MLP' : null
  const isDiverged = cnn.trainAccuracy === null || mlp.trainAccuracy === null
  const plateau =
    isLearned(cnn) || cnn.trainAccuracy === null
      ? ''
      : ` A CNN with three filters and a global average often stays on a plateau for a long time before its filters find the bands; whether it leaves it within ${counted(params.epochs, 'epoch')} depends on the seed.`
  const outcome =
    isLearned(cnn) && isLearned(mlp)
      ? 'Both have memorised their training images.'
      : `${ahead === null ? 'Neither has memorised its training images: each' : `${ahead} has memorised its training images; the other`} would need more epochs, ${isDiverged ? 'a smaller' : 'another'} learning rate or other initial weights.${plateau}`
  return paragraphs(
    `After ${counted(params.epochs, 'epoch')} on ${counted(cnn.perClass, 'image')} a class, the CNN, with ${sizeOf('cnn')} parameters, ${result(cnn)}, and the MLP, with ${sizeOf('mlp')}, ${result(mlp)}. ${outcome}`,
    troubleSentence([cnn, mlp]),
    `A band is bright along one direction and changes across it, so a filter that separates the classes has stripes along rows or along columns, like an edge detector; untrained filters are noise. ${stripesSentence(stripes, params.kernel)} ${isGuessing(cnn) ? 'The CNN of this run does not tell its classes apart, so its filters do not show what separates them.' : 'Not every filter has to take part: one can stay close to its initial noise while the others do the work.'}`,
  )
}

/** Every seed of a network is at chance after its last epoch, whatever it was before, or diverged. */
const isGuessing = (row: AccuracyRow): boolean =>
  [row.atChance, row.stuck, row.fellBack, row.diverged].reduce<number>(
    (sum, count) => sum + (count ?? 0),
    0,
  ) >= seedsOf(row).length

interface MoreImages {
  readonly accuracy: readonly AccuracyRow[] | null
  readonly stripes: readonly StripesRow[] | null
}

/** 4b (i): accuracy against images, and learned beside untrained and edge-detector kernels. */
export function kernelsAnswer(
  { accuracy, stripes }: MoreImages,
  params: { readonly epochs: number; readonly kernel: number },
): readonly string[] {
  const cnn = lastRows(accuracy, 'cnn')
  const mlp = lastRows(accuracy, 'mlp')
  const frozen = lastRows(accuracy, 'frozen')
  const learned = stripes?.filter(({ network }) => network === 'cnn') ?? null
  return paragraphs(
    `Validation accuracy after ${counted(params.epochs, 'epoch')}. CNN: ${accuraciesListed(cnn)}. MLP: ${accuraciesListed(mlp)}. CNN with fixed edge detectors: ${accuraciesListed(frozen)}.`,
    troubleSentence([...cnn, ...mlp, ...frozen]),
    `${detectorSentence(params.kernel)} Untrained kernels are all noise. ${learnedSentence(learned, cnn)} ${stripesSentence(learned, params.kernel)}`,
  )
}

/** The edge detectors of this size, as `pure/edge-detectors.ts` makes them. */
function detectorSentence(side: number): string {
  if (side === 1)
    return 'An edge detector of one pixel is zero, so the CNN with fixed detectors sees nothing here.'
  if (side === 2)
    return 'The edge detectors are clean lines: a row of +1 above a row of −1, its transpose, and a third filter of zeros.'
  return side === 7
    ? 'The edge detectors are clean lines: one row of +1 above one of −1, its transpose, and a third filter of noise.'
    : `The edge detectors of side ${side} are smooth: each weight is its height above the centre divided by its squared distance from it (a generalised Sobel filter), positive on one side and negative on the other; its transpose is the second, and the third is zero.`
}

/** Whether the filters that were trained have become more striped than they were; of networks that did not diverge. */
function learnedSentence(learned: readonly StripesRow[] | null, cnn: readonly AccuracyRow[]): string {
  const networkOf = ({ perClass }: StripesRow): AccuracyRow | undefined =>
    cnn.find((row) => row.perClass === perClass)
  const rows = (learned ?? []).filter(
    (row) => row.rowsAfter !== null && row.columnsAfter !== null && (networkOf(row)?.diverged ?? 0) === 0,
  )
  if (rows.length === 0) return ''
  const works = rows.some((row) => {
    const network = networkOf(row)
    return network !== undefined && !isGuessing(network)
  })
  const largest = (one: number | null, other: number | null): number => Math.max(one ?? 0, other ?? 0)
  const before = mean(rows.map((row) => largest(row.rowsBefore, row.columnsBefore)))
  const after = mean(rows.map((row) => largest(row.rowsAfter, row.columnsAfter)))
  const moved = `the larger share of a filter’s variance that its rows or columns explain is ${percent(100 * before)} before training and ${percent(100 * after)} after it, on average`
  return after > before + stripesGained
    ? `Learned kernels lie between the two: they have moved from their initial noise towards stripes (${moved})${works ? ', and need not look like the detectors to do their work' : ''}.`
    : `The learned kernels of this run have hardly moved from their initial noise towards stripes (${moved}).`
}
/** A mean share that grows by less is called hardly any change. */
const stripesGained = 0.02

function frozenAgainstFree(frozen: readonly AccuracyRow[], free: readonly AccuracyRow[]): string {
  const both = paired(frozen, free)
  const first = both[0]
  const last = both.at(-1)
  if (!first || !last) return ''
  const lead = first.first - first.second
  const start =
    lead > alike
      ? `With ${counted(first.perClass, 'image')} a class the fixed detectors are ahead by ${points(lead)}: they are a correct prior, which the free CNN still has to learn from the data.`
      : `With ${counted(first.perClass, 'image')} a class the fixed detectors are not ahead here.`
  const guessing = new Set(free.filter(isGuessing).map(({ perClass }) => perClass))
  if (both.every(({ perClass }) => guessing.has(perClass)))
    return `${start} The free CNN of this run only guesses, so the two cannot be compared; train longer, as in part c.`
  const passed = both.find((pair) => pair.second > pair.first + alike && !guessing.has(pair.perClass))
  const end = passed
    ? `From ${counted(passed.perClass, 'image')} a class on the free CNN is ahead (${percent(passed.second)} against ${percent(passed.first)}).`
    : `Up to ${counted(last.perClass, 'image')} a class the free CNN does not pass it in this run (${percent(last.second)} against ${percent(last.first)}); more epochs, as in part c, may change that.`
  return both.length > 1 ? `${start} ${end}` : start
}

/** "is 50 %" or "lies between 48 % and 52 %". */
function rangeOf(accuracies: readonly number[]): string {
  const [least, most] = [percent(Math.min(...accuracies)), percent(Math.max(...accuracies))]
  return least === most ? `is ${least}` : `lies between ${least} and ${most}`
}

/** 4b (ii): why fixed detectors stop short. */
export function frozenAnswer(
  { accuracy }: Pick<MoreImages, 'accuracy'>,
  { kernel }: { readonly kernel: number },
): readonly string[] {
  const frozen = lastRows(accuracy, 'frozen')
  if (kernel === 1)
    return paragraphs(
      `${detectorSentence(kernel)} It can only guess, whatever the data: ${accuraciesListed(frozen)}. Choose a larger kernel to see what fixed detectors can do.`,
    )
  const most = frozen.at(-1) ?? frozen[0]
  const spread = frozen.flatMap((row) => row.accuracy ?? [])
  const limit =
    most.trainAccuracy === null
      ? ''
      : `Its training accuracy with ${counted(most.perClass, 'image')} a class is ${percent(most.trainAccuracy)}${isGuessing(most) || most.trainAccuracy <= guessed ? ', no better than guessing: its classifier has not learned yet' : most.trainAccuracy < 98 ? `, short of 100 % as well: it underfits after ${counted(most.epochs, 'epoch')}` : ', so here it is not short of capacity'}.`
  const between =
    spread.length > 1
      ? `In this run the accuracy of the fixed network ${rangeOf(spread)} from ${frozen[0].perClass} to ${counted(most.perClass, 'image')}.`
      : ''
  return paragraphs(
    `${frozenAgainstFree(frozen, lastRows(accuracy, 'cnn'))} With both convolutions frozen, only the 12 parameters of the classifier are trained, on three averages per image. What those averages do not contain cannot be learned, whatever the data: the second convolution applies the same filters to its input maps, a choice that was never tuned, and thin bands of low contrast hardly change an average. ${between} ${limit} A network that can change its filters is limited by the data and not by that choice.`,
  )
}
