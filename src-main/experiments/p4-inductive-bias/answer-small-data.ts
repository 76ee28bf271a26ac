/** The reference answers to 4a and 4b. */
import {
  accuraciesListed,
  alike,
  grouped,
  lastRows,
  paired,
  paragraphs,
  percent,
  points,
  stripesSentence,
  troubleSentence,
} from './answer-words.ts'
import type { AccuracyRow, StripesRow } from './pure/tables.ts'

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
  const sizeOf = (network: 'cnn' | 'mlp'): string => grouped(parameters[network] ?? 0)
  const result = (row: AccuracyRow): string =>
    row.trainAccuracy === null ? 'diverges' : `classifies ${percent(row.trainAccuracy)} of them correctly`
  const isLearned = (row: AccuracyRow): boolean => row.trainAccuracy === 100
  const ahead = isLearned(cnn) ? 'The CNN' : isLearned(mlp) ? 'The MLP' : null
  const outcome =
    isLearned(cnn) && isLearned(mlp)
      ? 'Both have memorised their training images.'
      : `${ahead === null ? 'Neither has memorised its training images: each' : `${ahead} has memorised its training images; the other`} would need more epochs or other initial weights. A CNN with three filters and a global average often stays on a plateau for a long time before its filters find the bands; whether it leaves it within ${params.epochs} epochs depends on the seed.`
  return paragraphs(
    `After ${params.epochs} epochs on ${cnn.perClass} images a class, the CNN, with ${sizeOf('cnn')} parameters, ${result(cnn)}, and the MLP, with ${sizeOf('mlp')}, ${result(mlp)}. ${outcome}`,
    troubleSentence([cnn, mlp]),
    `A band is bright along one direction and changes across it, so a filter that separates the classes has stripes along rows or along columns, like an edge detector; untrained filters are noise. ${stripesSentence(stripes, params.kernel)} With so few images not every filter has to take part: one can stay close to its initial noise while the others do the work.`,
  )
}

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
    `Validation accuracy after ${params.epochs} epochs. CNN: ${accuraciesListed(cnn)}. MLP: ${accuraciesListed(mlp)}. CNN with fixed edge detectors: ${accuraciesListed(frozen)}.`,
    troubleSentence([...cnn, ...mlp, ...frozen]),
    `The edge detectors are clean lines: one row of +1 above one of −1, its transpose, and a third filter of noise. Untrained kernels are all noise. Learned kernels lie between the two: they move from their initial noise towards stripes as far as the data and the epochs carry them, and need not look like the detectors to do their work. ${stripesSentence(learned, params.kernel)}`,
  )
}

function frozenAgainstFree(frozen: readonly AccuracyRow[], free: readonly AccuracyRow[]): string {
  const both = paired(frozen, free)
  const first = both[0]
  const last = both.at(-1)
  if (!first || !last) return ''
  const lead = first.first - first.second
  const start =
    lead > alike
      ? `With ${first.perClass} images a class the fixed detectors are ahead by ${points(lead)}: they are a correct prior, which the free CNN still has to learn from the data.`
      : `With ${first.perClass} images a class the fixed detectors are not ahead here.`
  const passed = both.find((pair) => pair.second > pair.first + alike)
  const end = passed
    ? `From ${passed.perClass} images a class on the free CNN is ahead (${percent(passed.second)} against ${percent(passed.first)}).`
    : `Up to ${last.perClass} images a class the free CNN does not pass it in this run (${percent(last.second)} against ${percent(last.first)}); more epochs, as in part c, may change that.`
  return both.length > 1 ? `${start} ${end}` : start
}

/** 4b (ii): why fixed detectors stop short. */
export function frozenAnswer({ accuracy }: Pick<MoreImages, 'accuracy'>): readonly string[] {
  const frozen = lastRows(accuracy, 'frozen')
  const most = frozen.at(-1) ?? frozen[0]
  const spread = frozen.flatMap((row) => row.accuracy ?? [])
  const limit =
    most.trainAccuracy === null
      ? ''
      : `Its training accuracy with ${most.perClass} images a class is ${percent(most.trainAccuracy)}${most.trainAccuracy < 98 ? ', short of 100 % as well: it underfits, and more data do not help' : ', so here it is not short of capacity'}.`
  const between =
    spread.length > 0
      ? `In this run the accuracy of the fixed network lies between ${percent(Math.min(...spread))} and ${percent(Math.max(...spread))} from ${frozen[0].perClass} to ${most.perClass} images.`
      : ''
  return paragraphs(
    `${frozenAgainstFree(frozen, lastRows(accuracy, 'cnn'))} With both convolutions frozen, only the 12 parameters of the classifier are trained, on three averages per image. What those averages do not contain cannot be learned, whatever the data: the second convolution applies the same filters to its input maps, a choice that nothing has tuned, and thin bands of low contrast hardly change an average. ${between} ${limit} A network that can change its filters is limited by the data and not by that choice.`,
  )
}
