import type { Values } from '#contract/samples.ts'
import type { Problem4Params } from './fields.ts'
import { classesOf } from './networks.ts'
import { accuraciesListed, counted, lastRows, pending, percent, troubleSentence } from './reference-text.ts'
import type { ConfusionRow } from './table-rows.ts'
import { confusionLayout, rowsOf } from './tables.ts'

/** What became of the edge images (horizontal and vertical) of a network, as shares of them; all trainings together. */
interface EdgeAnswers {
  readonly right: number
  readonly exchanged: number
  readonly none: number
  /** Share of the images without a band that are called so. */
  readonly noneRight: number
}

function edgeAnswers(rows: readonly ConfusionRow[]): EdgeAnswers | null {
  const total = { right: 0, exchanged: 0, none: 0, noneRight: 0, edges: 0, nones: 0 }
  for (const { label, counts } of rows) {
    const [horizontal = 0, vertical = 0, none = 0] = counts
    const all = horizontal + vertical + none
    if (label === 'none') {
      total.noneRight += none
      total.nones += all
    } else {
      total.right += label === 'horizontal' ? horizontal : vertical
      total.exchanged += label === 'horizontal' ? vertical : horizontal
      total.none += none
      total.edges += all
    }
  }
  if (total.edges === 0 || total.nones === 0) return null
  const share = (count: number): number => (100 * count) / total.edges
  return {
    right: share(total.right),
    exchanged: share(total.exchanged),
    none: share(total.none),
    noneRight: (100 * total.noneRight) / total.nones,
  }
}

const told = ({ right, exchanged, none, noneRight }: EdgeAnswers): string =>
  `${percent(right)} of the images with a band are right, ${percent(exchanged)} are called by the other direction and ${percent(none)} are called none; ${percent(noneRight)} of those without a band are right`

/** "all its training images", or how few at the least. */
function learned(accuracies: readonly number[]): string {
  const least = Math.min(...accuracies)
  if (accuracies.length === 0) return 'none of its training images'
  return least === 100 ? 'all its training images' : `at least ${percent(least)} of its training images`
}

/** Part 4d: why the matrices look as they do, and why the MLP fails. */
export function answer4d(values: Values, params: Problem4Params): string[] {
  const layout = confusionLayout(classesOf('4d'))
  const [cnn, mlp] = (['cnn', 'mlp'] as const).map((network) => ({
    rows: lastRows(values[`4d.${network}.accuracy`], network),
    edges: edgeAnswers(rowsOf(values[`4d.${network}.confusion`], layout)),
  }))
  if (!cnn?.edges || !mlp?.edges) return [pending]
  const trained = mlp.rows.flatMap((row) => row.trainAccuracy ?? [])
  const trouble = troubleSentence([...cnn.rows, ...mlp.rows])
  const empty =
    params.generator === 'spring2023'
      ? ' This generator also makes edge images whose band is empty, in training and in validation: those can only be called none, and they teach that an image without a band may be an edge.'
      : ''
  const swaps =
    mlp.edges.exchanged > mlp.edges.none
      ? 'It exchanges the two directions more often than it says none.'
      : mlp.edges.exchanged > 1
        ? 'It says none more often than it exchanges the two directions, but hardly ever finds the right one.'
        : 'In this run it says none to nearly all of them.'
  const cnnMistake =
    cnn.edges.none + cnn.edges.exchanged < 2
      ? 'It makes hardly any mistakes here. Where it makes them they are'
      : cnn.edges.none >= cnn.edges.exchanged
        ? 'Most of its mistakes are edges called none:'
        : 'More of its mistakes are exchanged directions than edges called none. Edges called none are'
  return [
    `After ${counted(cnn.rows[0]?.epochs ?? params.epochs, 'epoch')}, CNN, validation accuracy: ${accuraciesListed(cnn.rows)}; over all its trainings ${told(cnn.edges)}. MLP: ${accuraciesListed(mlp.rows)}; ${told(mlp.edges)}, though it gets ${learned(trained)} right.`,
    ...(trouble === null ? [] : [trouble]),
    `(i) MLP: ${swaps} A horizontal band in the lower half lights, among the pixels that ever told something in training, only the lower left block, which in training was lit by vertical bands alone; a vertical band in the right half lights the upper right block, known from horizontal bands alone. So the evidence points to the other class, or is too weak and leaves none. In the lower right quarter no training image had a band, so the weights there learned of nothing but backgrounds (see the map of lit pixels).`,
    `(i) CNN: ${cnnMistake} thin bands of low contrast, which move a global average little, and bands whose surroundings differ from training: the ${params.kernel} x ${params.kernel} windows reach over the border, where the reflected image looks different for the two halves, so a short cut learned near one border does not carry over.${empty}`,
    '(ii) The MLP has a weight for every pixel and shares none: what it learned of the upper left says nothing about the lower right. The CNN slides one filter over the whole image and averages over it, so it does not matter where a band lies, up to the borders. That is its inductive bias, and here it is right.',
  ]
}
