/** The reference answers to 4c, without the search. */
import {
  accuraciesListed,
  counted,
  lastRows,
  listed,
  paragraphs,
  percent,
  points,
  stripedFilters,
  stripesSentence,
  troubleSentence,
} from './answer-words.ts'
import {
  stillChanging,
  type AccuracyRow,
  type EpochsRow,
  type MoreDataRow,
  type StripesRow,
} from './pure/tables.ts'
import { targetAccuracy, targetImages } from './pure/targets.ts'

/** The epoch at which the CNN reached the target, for each seed. */
function targetSentence(rows: readonly EpochsRow[]): string {
  const own = rows.filter((row) => row.network === 'cnn' && row.perClass === targetImages)
  if (own.length === 0)
    return `No CNN of this run was trained on ${targetImages} images a class, so the target is not tested.`
  const reached = own.flatMap((row) => row.firstAtTarget ?? [])
  const epochs = own[0]?.epochs ?? 0
  if (reached.length === 0)
    return `With ${targetImages} images a class the CNN does not reach ${targetAccuracy} % in ${counted(epochs, 'epoch')} in this run; its best is ${percent(Math.max(...own.map((row) => row.bestAccuracy ?? 0)))}. Train longer, or try another seed.`
  const seeds = own.length > 1 ? ` in ${reached.length} of ${own.length} seeds` : ''
  return `With ${targetImages} images a class the CNN first reaches ${targetAccuracy} %${seeds} at epoch ${listed(reached)}. It need not stay there: a single epoch may lie above the trend of the curve.`
}

/** The epoch from which the curves are flat. */
function flatSentence(rows: readonly EpochsRow[]): string {
  const own = rows.filter((row) => row.network === 'cnn')
  /** "20 images", and in how many of the seeds where not in all. */
  const images = (perClass: number, some: readonly EpochsRow[], note: string | null = null): string => {
    const seeds = own.filter((row) => row.perClass === perClass).length
    const here = some.filter((row) => row.perClass === perClass).length
    const details = [...(note === null ? [] : [note]), ...(here < seeds ? [`${here} of ${seeds} seeds`] : [])]
    return `${counted(perClass, 'image')}${details.length > 0 ? ` (${details.join(', ')})` : ''}`
  }
  const sizesOf = (some: readonly EpochsRow[]): number[] => [...new Set(some.map((row) => row.perClass))]
  const flat = own.filter((row) => row.flatFrom !== null)
  const epochsOf = (perClass: number): string =>
    listed(
      flat
        .flatMap((row) => (row.perClass === perClass ? (row.flatFrom ?? []) : []))
        .toSorted((a, b) => a - b),
    )
  const isMoving = ({ note, bestAccuracy }: EpochsRow): boolean =>
    note === stillChanging || (note === null && bestAccuracy !== null)
  const moving = own.filter((row) => row.flatFrom === null && isMoving(row))
  const unjudged = own.filter((row) => row.flatFrom === null && !isMoving(row) && row.note !== null)
  const others = [...new Set(unjudged.map(({ note }) => note))].flatMap((note) => {
    const alike = unjudged.filter((row) => row.note === note)
    return sizesOf(alike).map((perClass) => images(perClass, alike, note))
  })
  const parts = [
    ...(flat.length > 0
      ? [
          `flat (smoothed, within two points of its end) from epoch ${listed(sizesOf(flat).map((perClass) => `${epochsOf(perClass)} with ${images(perClass, flat)}`))}`,
        ]
      : []),
    ...(moving.length > 0
      ? [`not yet flat with ${listed(sizesOf(moving).map((perClass) => images(perClass, moving)))}`]
      : []),
  ]
  return [
    parts.length > 0 ? `The CNN’s validation accuracy is ${parts.join(', and ')}.` : '',
    others.length > 0 ? `Flatness is not judged with ${listed(others)}.` : '',
  ].join(' ')
}

/** 4c (i): accuracies, the epochs at which the CNN reached the target, and those from which it is flat. */
export function epochsAnswer(
  accuracy: readonly AccuracyRow[] | null,
  epochs: readonly EpochsRow[] | null,
): readonly string[] {
  const cnn = lastRows(accuracy, 'cnn')
  const mlp = lastRows(accuracy, 'mlp')
  return paragraphs(
    `After ${counted(cnn[0].epochs, 'epoch')}, CNN: ${accuraciesListed(cnn)}. MLP: ${accuraciesListed(mlp)}. ${targetSentence(epochs ?? [])} ${flatSentence(epochs ?? [])}`,
    troubleSentence([...cnn, ...mlp]),
  )
}

/** 4c (ii): the learned kernels. */
export const learnedKernelsAnswer = (
  stripes: readonly StripesRow[] | null,
  side: number,
): readonly string[] =>
  paragraphs(
    stripedFilters(stripes).striped > 0
      ? `${stripesSentence(stripes, side)} Such a filter responds to an oriented contrast without being a clean edge detector: several filters decide together, and the classifier reads only their averages.`
      : `${stripesSentence(stripes, side)} A filter need not look like an edge detector to help: several decide together, and the classifier reads only their averages. Where a network has learned little, more epochs or images may still show stripes.`,
  )

interface Rise {
  readonly first: AccuracyRow
  readonly last: AccuracyRow
}

/** The MLP of this run whose validation loss rises most between two checkpoints while its accuracy does not fall. */
function largestRise(rows: readonly AccuracyRow[]): Rise | null {
  let best: Rise | null = null
  const gain = ({ first, last }: Rise): number => (last.validationLoss ?? 0) - (first.validationLoss ?? 0)
  const mlp = rows.filter(({ network }) => network === 'mlp')
  for (const first of mlp)
    for (const last of mlp) {
      if (first.perClass !== last.perClass || last.epochs <= first.epochs) continue
      if ((last.accuracy ?? -1) < (first.accuracy ?? Infinity)) continue
      const rise = { first, last }
      if (gain(rise) > 0.05 && (!best || gain(rise) > gain(best))) best = rise
    }
  return best
}

const meaning =
  'The loss of an answer is minus the logarithm of the probability of the true class, so it grows with the confidence of wrong answers, while the accuracy only counts them. As training goes on, the network becomes more confident in all its answers, including the wrong ones: it is badly calibrated (Guo et al., arXiv 1706.04599). The loss then measures the confidence more than the answers. Stopping early or scaling the logits by a temperature corrects this.'

/** 4c (iii): the MLP's validation loss rises while its accuracy rises. */
export function calibrationAnswer(accuracy: readonly AccuracyRow[] | null): readonly string[] {
  const rise = largestRise(accuracy ?? [])
  if (!rise)
    return paragraphs(
      `In this run no MLP shows such a rise between the listed epochs. If it happens, this is the reason. ${meaning}`,
    )
  const { first, last } = rise
  const loss = (row: AccuracyRow): string => String(Number((row.validationLoss ?? 0).toPrecision(3)))
  return paragraphs(
    `With ${first.perClass} images a class the MLP’s validation loss rises from ${loss(first)} at epoch ${first.epochs} to ${loss(last)} at epoch ${last.epochs}, while its accuracy goes from ${percent(first.accuracy ?? 0)} to ${percent(last.accuracy ?? 0)}. ${meaning} The calibration view shows both confidences over the epochs.`,
  )
}

/** Points between training and validation accuracy from which a network is said to memorise. */
const memorisingGap = 10

/** Whether the MLP of this run knows its training images by heart and not those of validation. */
function memorySentence(mlp: readonly AccuracyRow[]): string {
  const known = mlp.flatMap(({ perClass, accuracy, trainAccuracy }) =>
    accuracy === null || trainAccuracy === null ? [] : [{ perClass, accuracy, trainAccuracy }],
  )
  const gapOf = (row: (typeof known)[number]): number => row.trainAccuracy - row.accuracy
  const [first] = known.toSorted((a, b) => gapOf(b) - gapOf(a))
  if (!first) return ''
  const numbers = `with ${counted(first.perClass, 'image')} a class it classifies ${percent(first.trainAccuracy)} of its training images correctly and ${percent(first.accuracy)} of the validation images`
  const last = known.at(-1)
  const improved =
    last && last.perClass > first.perClass && gapOf(last) < memorisingGap && last.accuracy > first.accuracy
      ? ` With ${last.perClass} the gap is ${points(gapOf(last))} and the validation accuracy ${percent(last.accuracy)}: by then the data cover more of the positions.`
      : ''
  return gapOf(first) >= memorisingGap
    ? ` It memorises more than it generalises: ${numbers}.${improved}`
    : ` In this run it shows no sign of memorising: at the largest gap, ${numbers}.`
}

const times = (factor: number): string => {
  const rounded = Number(factor.toPrecision(2))
  return rounded === 1 ? 'as many' : `${rounded} times as many`
}

/** 4c (v): how many images the MLP needs to do as well as the CNN. */
export function moreDataAnswer(
  moreData: readonly MoreDataRow[] | null,
  accuracy: readonly AccuracyRow[] | null,
): readonly string[] {
  const rows = moreData ?? []
  const known = rows.flatMap(({ perClass, mlpPerClass }) =>
    mlpPerClass === null ? [] : [{ perClass, mlpPerClass, factor: mlpPerClass / perClass }],
  )
  const isFewer = ({ factor }: { readonly factor: number }): boolean => Number(factor.toPrecision(2)) < 1
  const noted = (start: string): readonly MoreDataRow[] =>
    rows.filter(({ note }) => note?.startsWith(start) === true)
  const above = noted('more than')
  const guessing = noted('the CNN is at chance')
  const below = noted('at most')
  const cost = known.map(
    ({ perClass, mlpPerClass, factor }) =>
      `to match the CNN with ${perClass} images a class, the MLP needs about ${Math.round(mlpPerClass)} (${times(factor)})`,
  )
  const at = (some: readonly { readonly perClass: number }[]): string =>
    listed(some.map((row) => row.perClass))
  const sentences = [
    `On the measured curve, ${cost.length > 0 ? `${cost.join('; ')}.` : 'no crossing lies within the numbers that were trained.'}`,
    above.length > 0
      ? `The MLP does not match the CNN with ${at(above)} images a class, even with the largest number measured.`
      : '',
    below.length > 0
      ? `The MLP matches the CNN with ${at(below)} images a class already with the smallest number measured.`
      : '',
    guessing.length > 0
      ? `With ${at(guessing)} the CNN is at chance, so there is nothing to compare: it has not learned in these epochs.`
      : '',
    ...(known.some(isFewer)
      ? [
          `With ${at(known.filter(isFewer))} images the MLP needs fewer: there the CNN is behind, and may need more epochs or another seed.`,
        ]
      : []),
  ]
  return paragraphs(
    sentences.join(' '),
    `The MLP has a separate weight for every pixel: it can learn a position and width of a band only from images that show it, 28 rows and 28 columns of them, while a filter of the CNN is shared by all places.${memorySentence(lastRows(accuracy, 'mlp'))}`,
  )
}
