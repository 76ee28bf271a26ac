import type { Values } from '#contract/samples.ts'
import type { Problem4Params } from './fields.ts'
import {
  accuraciesListed,
  alike,
  grouped,
  lastRows,
  paired,
  pending,
  percent,
  points,
  stripesSentence,
  troubleSentence,
} from './reference-text.ts'
import type { AccuracyRow } from './table-rows.ts'
import { rowsOf, stripesLayout } from './tables.ts'

/** 4a validates nothing: its row with the training accuracy in the place of the other. */
const trainingOf = (row: AccuracyRow): AccuracyRow => ({ ...row, accuracy: row.trainAccuracy })

/** Part 4a: whether both networks overfit, and what their filters look like. */
export function answer4a(values: Values, params: Problem4Params): string[] {
  const cnn = lastRows(values['4a.accuracy'], 'cnn')[0]
  const mlp = lastRows(values['4a.accuracy'], 'mlp')[0]
  if (!cnn || !mlp) return [pending]
  const parameters = (network: string): string => {
    const value = values[`4a.${network}.parameters`]?.value
    return typeof value === 'number' ? grouped(value) : 'unknown'
  }
  const told = (row: AccuracyRow): string =>
    row.trainAccuracy === null ? 'diverged' : percent(row.trainAccuracy)
  const isLearned = (row: AccuracyRow): boolean => row.trainAccuracy === 100
  const outcome =
    isLearned(cnn) && isLearned(mlp)
      ? 'Both know their training images by heart.'
      : `${isLearned(cnn) ? 'The CNN' : isLearned(mlp) ? 'The MLP' : 'Neither'} knows its training images by heart${isLearned(cnn) || isLearned(mlp) ? '; the other' : ': each'} would need more epochs or another start. A CNN of three filters and a global average often waits long on a plateau before its filters find the bands, and whether it leaves it within ${params.epochs} epochs depends on the seed.`
  const trouble = troubleSentence([cnn, mlp].map(trainingOf))
  const stripes = rowsOf(values['4a.kernels'], stripesLayout)
  return [
    `After ${params.epochs} epochs on ${cnn.perClass} images a class the CNN, with ${parameters('cnn')} parameters, gets ${told(cnn)} of its training images right, and the MLP, with ${parameters('mlp')}, ${told(mlp)}. ${outcome}`,
    ...(trouble === null ? [] : [trouble]),
    `(i) A band is light along one direction and changes across it, so a filter that tells the classes apart has stripes along rows or along columns, like an edge detector; untrained filters are noise. ${stripesSentence(stripes, params.kernel)} With so few images not every filter needs to take part: one can stay near its noise while the others do the work.`,
  ]
}

function frozenAgainstFree(frozen: readonly AccuracyRow[], free: readonly AccuracyRow[]): string {
  const both = paired(frozen, free)
  const first = both[0]
  const last = both.at(-1)
  if (!first || !last) return ''
  const lead = first.first - first.second
  const start =
    lead > alike
      ? `With ${first.perClass} images a class the fixed detectors are ahead by ${points(lead)}: they are a correct prior that the free CNN has yet to learn from the data.`
      : `With ${first.perClass} images a class the fixed detectors are not ahead here.`
  const passed = both.find((pair) => pair.second > pair.first + alike)
  const end = passed
    ? `From ${passed.perClass} images a class on the free CNN is ahead (${percent(passed.second)} against ${percent(passed.first)}).`
    : `Up to ${last.perClass} images a class the free CNN does not pass it in this run (${percent(last.second)} against ${percent(last.first)}); with more epochs, as in part c, it does.`
  return both.length > 1 ? `${start} ${end}` : start
}

/** Part 4b: accuracy against images, kernels, and why fixed detectors stop short. */
export function answer4b(values: Values, params: Problem4Params): string[] {
  const [cnn, mlp, frozen] = (['cnn', 'mlp', 'frozen'] as const).map((network) =>
    lastRows(values['4b.accuracy'], network),
  )
  if (!cnn?.length || !mlp?.length || !frozen?.length) return [pending]
  const most = frozen.at(-1)
  const spread = frozen.flatMap(({ accuracy }) => accuracy ?? [])
  const stripes = rowsOf(values['4b.kernels'], stripesLayout).filter(({ network }) => network === 'cnn')
  const limit =
    most && most.trainAccuracy !== null
      ? `Its training accuracy, ${percent(most.trainAccuracy)} with ${most.perClass} images a class, ${most.trainAccuracy < 98 ? 'stays short of 100 % as well: it underfits, and more data do not help' : 'is high, so here it is not short of capacity'}.`
      : ''
  const trouble = troubleSentence([...cnn, ...mlp, ...frozen])
  return [
    `Validation accuracy after ${params.epochs} epochs. CNN: ${accuraciesListed(cnn)}. MLP: ${accuraciesListed(mlp)}. CNN with fixed edge detectors: ${accuraciesListed(frozen)}.`,
    ...(trouble === null ? [] : [trouble]),
    `(i) The detectors are clean lines: one row of +1 above one of -1, its transpose, and a third filter of noise. Untrained kernels are all noise. Learned ones lie between: they move from their noise towards stripes as far as the data and the epochs carry them, and need not look like the detectors to do their work. ${stripesSentence(stripes, params.kernel)}`,
    `(ii) ${frozenAgainstFree(frozen, cnn)} With both convolutions frozen only the 12 parameters of the classifier train, on three averages an image. What those averages do not hold cannot be learned, whatever the data: the second convolution repeats the same filters over its input maps, which was tuned to nothing, and thin bands of low contrast hardly move an average. So the accuracy of the fixed network stays between ${spread.length > 0 ? `${percent(Math.min(...spread))} and ${percent(Math.max(...spread))}` : 'narrow limits'} from ${frozen[0]?.perClass} to ${most?.perClass} images. ${limit} A network that may change its filters is limited by the data, not by that choice.`,
  ]
}
