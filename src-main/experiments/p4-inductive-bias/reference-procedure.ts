import type { Values } from '#contract/samples.ts'
import type { Problem4Params } from './fields.ts'
import {
  accuraciesListed,
  counted,
  hasAny,
  lastRows,
  listed,
  pending,
  percent,
  stripesSentence,
  troubleSentence,
} from './reference-text.ts'
import type { AccuracyRow, EpochsRow } from './table-rows.ts'
import {
  accuracyLayout,
  epochsLayout,
  moreDataLayout,
  rowsOf,
  searchLayout,
  stripesLayout,
} from './tables.ts'
import { targetAccuracy, targetImages } from './targets.ts'

/** At which epoch the CNN came to the target, for each seed. */
function targetSentence(rows: readonly EpochsRow[]): string {
  const own = rows.filter((row) => row.network === 'cnn' && row.perClass === targetImages)
  if (own.length === 0)
    return `No CNN of this run was trained on ${targetImages} images a class, so the target is not tested.`
  const reached = own.flatMap((row) => (row.firstAtTarget === null ? [] : [row.firstAtTarget]))
  const epochs = own[0]?.epochs ?? 0
  if (reached.length === 0)
    return `With ${targetImages} images a class the CNN does not reach ${targetAccuracy} % in ${epochs} epochs in this run; its best is ${percent(Math.max(...own.map((row) => row.bestAccuracy ?? 0)))}. Train longer, or try another seed.`
  const seeds = own.length > 1 ? ` in ${reached.length} of ${own.length} seeds` : ''
  return `With ${targetImages} images a class the CNN first reaches ${targetAccuracy} %${seeds} at epoch ${listed(reached)}. The first time is not yet a level: a single epoch may lie above the curve.`
}

/** From which epoch the curves are flat. */
function flatSentence(rows: readonly EpochsRow[]): string {
  const flat = rows.filter((row) => row.network === 'cnn' && row.flatFrom !== null)
  const moving = rows.filter((row) => row.network === 'cnn' && row.flatFrom === null)
  const parts = []
  if (flat.length > 0)
    parts.push(
      `flat (smoothed, within two points of its end) from epoch ${listed(flat.map((row) => `${row.flatFrom} with ${row.perClass} images`))}`,
    )
  if (moving.length > 0)
    parts.push(`not yet flat with ${listed([...new Set(moving.map((row) => row.perClass))])} images`)
  return parts.length > 0 ? `The CNN’s validation accuracy is ${parts.join(', and ')}.` : ''
}

interface Rise {
  readonly first: AccuracyRow
  readonly last: AccuracyRow
}

/** The MLP of this run whose validation loss rises most between two checkpoints while its accuracy does not fall. */
function largestRise(rows: readonly AccuracyRow[]): Rise | null {
  let best: Rise | null = null
  const gain = ({ first, last }: Rise): number => (last.validationLoss ?? 0) - (first.validationLoss ?? 0)
  for (const first of rows)
    for (const last of rows) {
      if (first.network !== 'mlp' || last.network !== 'mlp' || first.perClass !== last.perClass) continue
      if (last.epochs <= first.epochs || (last.accuracy ?? -1) < (first.accuracy ?? Infinity)) continue
      const rise = { first, last }
      if (gain(rise) > 0.05 && (!best || gain(rise) > gain(best))) best = rise
    }
  return best
}

function calibrationSentence(rows: readonly AccuracyRow[]): string {
  const rise = largestRise(rows)
  const meaning =
    'The loss of an answer is minus the logarithm of the probability of the true class, so it grows with the confidence of wrong answers while the accuracy only counts them. As training goes on the network becomes surer of all its answers, the wrong ones too: it is badly calibrated (Guo et al., arXiv 1706.04599). The loss then says something of the confidence, not of the answers, and stopping early or scaling the logits by a temperature repairs it.'
  if (!rise)
    return `(iii) In this run no MLP shows it between the listed epochs. Where it happens: ${meaning}`
  const { first, last } = rise
  const loss = (row: AccuracyRow): string => String(Number((row.validationLoss ?? NaN).toPrecision(3)))
  return `(iii) With ${first.perClass} images a class the MLP’s validation loss rises from ${loss(first)} at epoch ${first.epochs} to ${loss(last)} at epoch ${last.epochs}, while its accuracy goes from ${percent(first.accuracy ?? NaN)} to ${percent(last.accuracy ?? NaN)}. ${meaning} The calibration view shows both confidences over the epochs.`
}

function searchSentence(values: Values): string {
  const rows = rowsOf(values['4c.best'], searchLayout)
  const best = rows[0]
  if (!best || best.accuracy === null) return '(iv) Run the search to see the best setting here.'
  const sound = rows.filter((row) => row.accuracy !== null && row.accuracy >= (best.accuracy ?? 0) - 2)
  const test =
    best.testAccuracy === null
      ? ''
      : ` On fresh images it gets ${percent(best.testAccuracy)} right: the winner was chosen for its validation accuracy, which therefore tends to flatter it.`
  const end = Math.max(...rows.map((row) => row.epochs))
  const count = (name: 'atChance' | 'stuck'): number =>
    rows.filter((row) => row.epochs === end).reduce((sum, row) => sum + row[name], 0)
  const lost = [
    ...(count('atChance') > 0
      ? [`${counted(count('atChance'), 'training')} still at chance, perhaps for too few epochs`]
      : []),
    ...(count('stuck') > 0 ? [`${counted(count('stuck'), 'training')} stuck there`] : []),
  ]
  const trouble = lost.length > 0 ? ` After ${counted(end, 'epoch')}: ${listed(lost)}.` : ''
  return `(iv) Best of the ${counted(rows.length, 'row')} of the search: learning rate ${best.learningRate}, momentum ${best.momentum}, batch size ${best.batchSize}, kernel size ${best.kernel}, ${best.epochs} epochs, with a validation accuracy of ${percent(best.accuracy)}.${test} ${sound.length > 1 ? `${sound.length - 1} other${sound.length === 2 ? ' lies' : 's lie'} within two points of it, so the order among them is noise.` : ''}${trouble}`
}

function moreDataSentence(values: Values): string {
  const rows = rowsOf(values['4c.moreData'], moreDataLayout)
  const known = rows.flatMap(({ perClass, mlpPerClass }) =>
    mlpPerClass === null ? [] : [{ perClass, mlpPerClass, factor: mlpPerClass / perClass }],
  )
  const above = rows.filter(({ note }) => note.startsWith('more than'))
  const cost = known.map(
    ({ perClass, mlpPerClass, factor }) =>
      `what the CNN reaches with ${perClass} images a class takes the MLP about ${Math.round(mlpPerClass)} (${Number(factor.toPrecision(2))} times as many)`,
  )
  const unreached =
    above.length > 0
      ? ` What the CNN reaches with ${listed(above.map((row) => row.perClass))} the MLP does not reach with the largest number measured.`
      : ''
  const wins = known.filter(({ factor }) => factor < 1)
  const exception =
    wins.length > 0
      ? ` At ${listed(wins.map((row) => row.perClass))} images the MLP needs fewer: the CNN has not learned enough there in these epochs.`
      : ''
  return `(v) On the measured curve ${cost.length > 0 ? `${cost.join('; ')}.` : 'no crossing lies within the numbers that were trained.'}${unreached}${exception} The MLP has a weight of its own for every pixel: it learns each position and width of a band by having seen it, 28 rows and 28 columns of them, so it memorises where the CNN generalises, and becomes as good only when the data cover the positions.`
}

/** Part 4c: epochs, target, calibration, search and the data the MLP needs; from either preset or both. */
export function answer4c(values: Values, params: Problem4Params): string[] {
  if (!hasAny(values, ['4c.accuracy', '4c.best'])) return [pending]
  if (!('4c.accuracy' in values)) return [searchSentence(values).replace('(iv) ', '')]
  const rows = rowsOf(values['4c.accuracy'], accuracyLayout)
  const epochs = rowsOf(values['4c.epochs'], epochsLayout)
  const [cnn, mlp] = (['cnn', 'mlp'] as const).map((network) => lastRows(values['4c.accuracy'], network))
  if (!cnn?.length || !mlp?.length) return [pending]
  const stripes = rowsOf(values['4c.kernels'], stripesLayout)
  const trouble = troubleSentence([...cnn, ...mlp])
  return [
    `(i) After ${cnn[0]?.epochs} epochs, CNN: ${accuraciesListed(cnn)}. MLP: ${accuraciesListed(mlp)}. ${targetSentence(epochs)} ${flatSentence(epochs)}`,
    ...(trouble === null ? [] : [trouble]),
    `(ii) ${stripesSentence(stripes, params.kernel)} A learned filter answers to an oriented contrast without being a clean edge detector: several together decide, and only their averages are read.`,
    calibrationSentence(rows),
    searchSentence(values),
    moreDataSentence(values),
  ]
}
