import type { Values } from '#contract/samples.ts'
import { numberOf, numberOrNull, reasonOf, tex } from '../answer-text.ts'
import { cellOf, tableOf } from './answer-values.ts'
import type { Problem3Params } from './fields.ts'

/** Which cells of a run with ties have no derivative. */
function uncheckedText(excluded: number): string {
  if (excluded === 0)
    return 'None of these maxima reaches an output with a gradient, so every cell has a derivative and was checked by finite differences.'
  return `Where such a maximum reaches an output it has no derivative in the cells that share it, so ${excluded === 1 ? 'one cell was' : `${excluded} cells were`} left out of the finite differences.`
}

/** "2 windows hold ..." for the ties of this run. */
function tiesOf(values: Values): string {
  const ties = numberOf(values, '3c', 'ties')
  const excluded = numberOf(values, '3c', 'excluded')
  const convention =
    'The convention here is that of PyTorch: the first maximum in row order of its window gets the gradient.'
  if (ties === 0) return `No window holds its maximum twice in this run. ${convention}`
  return `${ties === 1 ? 'One window holds its maximum' : `${ties} windows hold their maximum`} more than once in this run. ${convention} ${uncheckedText(excluded)}`
}

/** Part 3c: max routes, average spreads. */
export function answer3c(values: Values, { layers, poolSide }: Problem3Params): string[] {
  const table = tableOf(values, '3c', 'layers')
  const last = table.rows.length - 1
  const nonzeros = cellOf(table, last, 2)
  const outputs = cellOf(table, 0, 1) ** 2
  const share = numberOf(values, '3c', 'maxShare')
  const size = 2 ** layers
  const isEven = poolSide % size === 0
  const reached = cellOf(table, 0, 2)
  const maxNorm = numberOrNull(values, '3c', 'maxNorm')
  const averageNorm = numberOrNull(values, '3c', 'averageNorm')
  const norms =
    maxNorm === null || averageNorm === null
      ? (reasonOf(values['3c.maxNorm']) ?? '')
      : String.raw`Norms: $\lVert dX\rVert / \lVert dY\rVert = ${tex(maxNorm)}$ through max pooling, which moves entries without changing them, and $${tex(averageNorm)}$ through average pooling, where each layer turns one entry into four quarters and so halves the norm: $2^{-L} = ${tex(2 ** -layers)}$.`
  return [
    String.raw`Max pooling, one window with its maximum in the top left: moving that pixel moves the output as much, moving another does nothing, so $dX = \begin{pmatrix} dy & 0 \\ 0 & 0 \end{pmatrix}$. In general $dx_{i,j} = dy_{\lceil i/2\rceil,\lceil j/2\rceil}$ where $(i,j)$ holds the maximum of its window, else 0. Through $L$ layers each output’s gradient reaches one pixel, the maximum of its $2^L \times 2^L$ block.`,
    String.raw`Here $L = ${layers}$: ${reached} of ${outputs} outputs have a gradient, and $${nonzeros}$ of $${poolSide * poolSide}$ pixels get one, a share of $${tex(share)}$${isEven && reached === outputs ? String.raw` $= 4^{-L}$` : ''}. ${isEven ? '' : `The side ${poolSide} is no multiple of ${size}, so the last rows and columns fill no window and get nothing. `}${tiesOf(values)}`,
    String.raw`Average pooling: every pixel of a window moves the output by a quarter, so $dX = \frac{dy}{4}\begin{pmatrix} 1 & 1 \\ 1 & 1 \end{pmatrix}$, and through $L$ layers each pixel of the $2^L \times 2^L$ block gets $dy/4^L$, here $dy \cdot ${tex(4 ** -layers)}$. No pixel is left out${isEven ? '' : ' but those that fill no window'}.`,
    `${norms} Finite differences agree with both to $${tex(numberOf(values, '3c', 'maxError'))}$.`,
  ]
}
