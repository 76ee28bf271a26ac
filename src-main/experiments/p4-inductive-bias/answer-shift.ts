/** The reference answers to 4d: why the confusion matrices look as they do, and why the MLP fails. */
import { MissingValue, pending } from '../answer-text.ts'
import { accuraciesListed, counted, lastRows, paragraphs, percent, troubleSentence } from './answer-words.ts'
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
  `${percent(right)} of the images with a band are right, ${percent(exchanged)} are called by the other direction and ${percent(none)} are called none; ${percent(noneRight)} of those without a band are right`

/** "all its training images", or the least share of them. */
function learned(rows: readonly AccuracyRow[]): string {
  const accuracies = rows.flatMap((row) => row.trainAccuracy ?? [])
  const least = Math.min(...accuracies)
  if (accuracies.length === 0) return 'none of its training images'
  return least === 100 ? 'all its training images' : `at least ${percent(least)} of its training images`
}

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

function exchangeSentence({ exchanged, none }: EdgeAnswers): string {
  if (exchanged > none) return 'It exchanges the two directions more often than it says none.'
  return exchanged > 1
    ? 'It says none more often than it exchanges the two directions.'
    : 'In this run it says none to nearly all of them.'
}

function mistakeSentence({ exchanged, none }: EdgeAnswers): string {
  if (none + exchanged < 2) return 'It makes hardly any mistakes here. Where it makes them, they are'
  return none >= exchanged
    ? 'Most of its mistakes are edges called none:'
    : 'More of its mistakes are exchanged directions than edges called none. Edges called none are'
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
  const empty =
    params.generator === 'spring2023'
      ? 'This generator also makes edge images whose band is empty, in training and in validation: those can only be called none, and they teach that an image without a band may be an edge.'
      : ''
  return paragraphs(
    `After ${counted(cnn[0].epochs, 'epoch')}, CNN, validation accuracy: ${accuraciesListed(cnn)}; over all its trainings ${described(cnnEdges)}. MLP: ${accuraciesListed(mlp)}; ${described(mlpEdges)}, although it classifies ${learned(mlp)} correctly.`,
    troubleSentence([...cnn, ...mlp]),
    `MLP: ${exchangeSentence(mlpEdges)} Of the pixels that carried information in training, a horizontal band in the lower half lights only the lower left block, which in training was lit by vertical bands alone; a vertical band in the right half lights the upper right block, known from horizontal bands alone. So the evidence points to the other class, or is too weak and leaves none. In the lower right quarter no training image had a band, so the weights there have seen only backgrounds (see the map of lit pixels).`,
    `CNN: ${mistakeSentence(cnnEdges)} thin bands of low contrast, which hardly change a global average, and bands whose surroundings differ from training: the ${params.kernel} × ${params.kernel} windows reach over the border, where the reflected image looks different for the two halves, so a short cut learned near one border does not carry over. ${empty}`,
  )
}

/** 4d (ii): why the MLP fails where the CNN learns. */
export const sharingAnswer = (mlp: readonly AccuracyRow[] | null): readonly string[] =>
  paragraphs(
    `The MLP has a weight for every pixel and shares none: what it has learned about the upper left says nothing about the lower right, so it stays at ${accuraciesListed(lastRows(mlp, 'mlp'))} on the shifted images. The CNN slides one filter over the whole image and averages its responses, so it does not matter where a band lies, up to the borders. That is its inductive bias, and here it is right.`,
  )
