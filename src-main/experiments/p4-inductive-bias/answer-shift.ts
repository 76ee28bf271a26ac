/** The reference answers to 4d: why the confusion matrices look as they do, and why the MLP fails. */
import { MissingValue, pending } from '../answer-text.ts'
import {
  accuraciesListed,
  alike,
  counted,
  guessed,
  lastRows,
  paired,
  paragraphs,
  percent,
  troubleSentence,
} from './answer-words.ts'
import type { BandVersion } from './pure/bands-parameters.ts'
import type { AccuracyRow, ThreeClassRow } from './pure/tables.ts'

/** What became of the edge images (horizontal and vertical) of a network, as shares of them; all trainings together. */
interface EdgeAnswers {
  readonly right: number
  readonly exchanged: number
  readonly none: number
  /** Share of the images without a band that are called so. */
  readonly noneRight: number
}

function edgeAnswers(rows: readonly ThreeClassRow[] | null): EdgeAnswers {
  const total = { right: 0, exchanged: 0, none: 0, noneRight: 0, edges: 0, nones: 0 }
  for (const row of rows ?? []) {
    const [horizontal, vertical, none] = [row.horizontal ?? 0, row.vertical ?? 0, row.none ?? 0]
    const all = horizontal + vertical + none
    if (row.label === 'none') {
      total.noneRight += none
      total.nones += all
    } else {
      total.right += row.label === 'horizontal' ? horizontal : vertical
      total.exchanged += row.label === 'horizontal' ? vertical : horizontal
      total.none += none
      total.edges += all
    }
  }
  if (total.edges === 0 || total.nones === 0) throw new MissingValue(pending)
  const share = (count: number): number => (100 * count) / total.edges
  return {
    right: share(total.right),
    exchanged: share(total.exchanged),
    none: share(total.none),
    noneRight: (100 * total.noneRight) / total.nones,
  }
}

const described = ({ right, exchanged, none, noneRight }: EdgeAnswers): string =>
  `${percent(right)} of the images with a band are right, ${percent(exchanged)} are assigned the other direction and ${percent(none)} are called none; ${percent(noneRight)} of those without a band are right`

/** What a network knows of its training images: "although it classifies all of them", where it does. */
function learned(rows: readonly AccuracyRow[]): string {
  const accuracies = rows.flatMap((row) => row.trainAccuracy ?? [])
  if (accuracies.length === 0) return ''
  const least = Math.min(...accuracies)
  const share =
    least === 100 ? 'all its training images' : `at least ${percent(least)} of its training images`
  return least >= wellLearned
    ? `, although it classifies ${share} correctly`
    : `; it classifies ${share} correctly`
}
/** Percent of its training images from which a network is said to have learned them. */
const wellLearned = 90

/** One of the two networks of 4d. */
export interface ShiftedNetwork {
  readonly accuracy: readonly AccuracyRow[] | null
  readonly confusion: readonly ThreeClassRow[] | null
}
interface Params {
  readonly epochs: number
  readonly kernel: number
  readonly generator: BandVersion
}

/** Percent of the images with a band from which a network is said to say something to nearly all of them. */
const nearlyAll = 90
/** Percent of them below which there are hardly any mistakes to explain. */
const hardlyAny = 2

/** The MLP: which mistakes it makes, and why, if it makes them. */
function exchangeSentence({ right, exchanged, none }: EdgeAnswers): string {
  if (none + exchanged < hardlyAny)
    return 'It makes hardly any mistakes in this run, which is not expected of a network without shared weights.'
  const most =
    exchanged > none
      ? 'It exchanges the two directions more often than it answers none.'
      : none >= nearlyAll
        ? 'In this run it answers none for nearly all of them.'
        : exchanged === none
          ? 'It exchanges the two directions as often as it answers none.'
          : 'It answers none more often than it exchanges the two directions.'
  const unexpected =
    right > 50
      ? ` More than half of the images with a band are right in this run, more than this explains.`
      : ''
  return `${most} Of the pixels that carried information in training, a horizontal band in the lower half lights only the lower left block, which in training was lit by vertical bands alone; a vertical band in the right half lights the upper right block, known from horizontal bands alone. So the evidence points to the other class, or is too weak, and the answer is none. In the lower right quarter no training image had a band, so the weights there have seen only backgrounds (see the map of lit pixels).${unexpected}`
}

/**
 * Percent of the validation images with a band in which spring 2023's band is empty: one of the 14 starts, 14 to 27.
 */
const emptyBands = 100 / 14

/** The CNN: which mistakes it makes, and what may be behind them. */
function mistakeSentence({ exchanged, none }: EdgeAnswers, { kernel, generator }: Params): string {
  if (none + exchanged < hardlyAny) return 'It makes hardly any mistakes in this run.'
  const most =
    exchanged === none
      ? 'It exchanges the two directions as often as it calls an edge none.'
      : none > exchanged
        ? 'Most of its mistakes are edges called none.'
        : 'More of its mistakes are exchanged directions than edges called none.'
  const isOld = generator === 'spring2023'
  const empty = isOld
    ? ` This generator also makes edge images whose band is empty, in training and in validation (about ${percent(emptyBands)} of those of validation): those can only be called none, and they teach that an image without a band may be an edge.`
    : ''
  // As many as are empty, to the width of a few images.
  if (isOld && none <= emptyBands + alike && exchanged < hardlyAny)
    return `${most}${empty} That is as many as are called none here, so no other explanation is needed.`
  const windows = `bands whose surroundings differ from training: the ${kernel} × ${kernel} windows reach over the border, where the reflected image looks different for the two halves, so a short cut learned near one border does not carry over`
  return `${most} Possible reasons: thin bands of low contrast, which hardly change a global average${kernel > 1 ? `, and ${windows}` : ''}; the images behind a cell of the matrix show which.${empty}`
}

/** 4d (i): the confusion matrices. */
export function confusionAnswer(
  networks: { readonly cnn: ShiftedNetwork; readonly mlp: ShiftedNetwork },
  params: Params,
): readonly string[] {
  const cnn = lastRows(networks.cnn.accuracy, 'cnn')
  const mlp = lastRows(networks.mlp.accuracy, 'mlp')
  const cnnEdges = edgeAnswers(networks.cnn.confusion)
  const mlpEdges = edgeAnswers(networks.mlp.confusion)
  return paragraphs(
    `After ${counted(cnn[0].epochs, 'epoch')}, CNN, validation accuracy: ${accuraciesListed(cnn)}; over all its trainings ${described(cnnEdges)}. MLP: ${accuraciesListed(mlp)}; ${described(mlpEdges)}${learned(mlp)}.`,
    troubleSentence([...cnn, ...mlp]),
    `MLP: ${exchangeSentence(mlpEdges)}`,
    `CNN: ${mistakeSentence(cnnEdges, params)}`,
  )
}

/** 4d (ii): why the MLP fails where the CNN learns. */
export function sharingAnswer(
  cnn: readonly AccuracyRow[] | null,
  mlp: readonly AccuracyRow[] | null,
): readonly string[] {
  const [cnnRows, mlpRows] = [lastRows(cnn, 'cnn'), lastRows(mlp, 'mlp')]
  const both = paired(cnnRows, mlpRows)
  const behind = both.filter(({ first, second }) => first <= second + alike)
  const fails = mlpRows.every(({ accuracy }) => accuracy !== null && accuracy <= guessed)
  const hasLearned = cnnRows.some(({ trainAccuracy }) => (trainAccuracy ?? 0) >= wellLearned)
  const outcome =
    both.length === 0
      ? ''
      : behind.length === 0
        ? 'In this run the CNN is ahead at every number of images: that is its inductive bias, and here it is right.'
        : behind.length === both.length
          ? `In this run the CNN is ahead at no number of images: ${hasLearned ? 'it has learned its training images, and its bias has still not helped it; another seed may show it' : 'it has not learned enough for its bias to show (more epochs or images, or another seed, may)'}.`
          : `In this run the CNN is ahead except with ${behind.map(({ perClass }) => perClass).join(', ')} images a class; where it is ahead, its inductive bias is right.`
  return paragraphs(
    `The MLP has a weight for every pixel and shares none: what it has learned about the upper left says nothing about the lower right. On the shifted images it reaches ${accuraciesListed(mlpRows)}${fails ? ', no better than guessing' : ''}; the CNN reaches ${accuraciesListed(cnnRows)}. The CNN slides one filter over the whole image and averages its responses, so it does not matter where a band lies, apart from the borders. ${outcome}`,
  )
}
