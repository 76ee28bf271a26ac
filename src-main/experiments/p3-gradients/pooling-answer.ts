import type { Values } from '#contract/samples.ts'
import { reasonOf } from '#contract/values.ts'
import { tex } from '#text/number-tex.ts'
import { counted } from '#text/words.ts'
import { measured } from '../answer-text.ts'
import type { PoolingParams } from './pure/pooling-grid.ts'
import { poolingValues as of } from './pure/pooling-values.ts'

/** Which cells of a run with ties have no derivative. */
function uncheckedText(excluded: number): string {
  if (excluded === 0)
    return 'None of these maxima reaches an output with a gradient, so every cell has a derivative and was checked by finite differences.'
  return `If such a maximum reaches an output, that output has no derivative with respect to the cells that share the maximum, so the finite differences leave out ${excluded === 1 ? 'one cell' : counted(excluded, 'cell')}.`
}

/** "2 windows hold ..." for the ties of this run. */
function tiesText(values: Values): string {
  const ties = measured(values, of.ties)
  const excluded = measured(values, of.excluded)
  const convention =
    'The convention here is that of PyTorch: the first maximum of a window, in row order, gets the gradient.'
  if (ties === 0) return `No window holds its maximum twice in this run. ${convention}`
  return `${ties === 1 ? 'One window holds its maximum' : `${counted(ties, 'window')} hold their maximum`} more than once in this run. ${convention} ${uncheckedText(excluded)}`
}

/** The norms that both kinds of pooling keep, or why there are none. */
function normsText(values: Values, layers: number): string {
  const [max, average] = [of.maxNorm.of(values), of.averageNorm.of(values)]
  if (max === null || average === null) return reasonOf(values, of.maxNorm) ?? ''
  return String.raw`Norms: $\lVert dX\rVert / \lVert dY\rVert = ${tex(max)}$ through max pooling, which moves entries without changing them, and $${tex(average)}$ through average pooling, where each layer turns one entry into four quarters and so halves the norm: $2^{-L} = ${tex(2 ** -layers)}$.`
}

/** Part 3c: max routes, average spreads. */
export function answer3c(values: Values, { layers, poolSide }: PoolingParams): string[] {
  const levels = measured(values, of.layers)
  const [first, last] = [levels[0], levels.at(-1)]
  const outputs = (first?.side ?? NaN) ** 2
  const reached = first?.maxNonzeros ?? NaN
  const nonzeros = last?.maxNonzeros ?? NaN
  const size = 2 ** layers
  const isEven = poolSide % size === 0
  return [
    String.raw`Max pooling, one window with its maximum in the top left: changing that pixel changes the output by as much, changing another changes nothing, so $dX = \begin{pmatrix} dy & 0 \\ 0 & 0 \end{pmatrix}$. In general $dx_{i,j} = dy_{\lceil i/2\rceil,\lceil j/2\rceil}$ where $(i,j)$ holds the maximum of its window, else 0. Through $L$ layers each output’s gradient reaches one pixel, the maximum of its $2^L \times 2^L$ block.`,
    String.raw`Here $L = ${layers}$: ${reached} of ${outputs} outputs have a gradient, and $${nonzeros}$ of $${poolSide * poolSide}$ pixels get one, a share of $${tex(measured(values, of.maxShare))}$${isEven && reached === outputs ? String.raw` $= 4^{-L}$` : ''}${isEven ? '' : String.raw`; if the side halved evenly it would be $${reached === outputs ? '' : String.raw`${tex(reached / outputs)} \cdot `}4^{-L} = ${tex((reached / outputs) * 4 ** -layers)}$`}. ${isEven ? '' : `The side ${poolSide} is not a multiple of ${size}, so the last rows and columns fill no window and get no gradient. `}${tiesText(values)}`,
    String.raw`Average pooling: a change of any pixel of a window changes the output by a quarter of it, so $dX = \frac{dy}{4}\begin{pmatrix} 1 & 1 \\ 1 & 1 \end{pmatrix}$, and through $L$ layers each pixel of the $2^L \times 2^L$ block gets $dy/4^L$, here $dy \cdot ${tex(4 ** -layers)}$. ${reached === outputs ? 'No pixel is left out' : 'In the blocks of the outputs that have a gradient no pixel is left out'}${isEven ? '' : ' except those that fill no window'}.`,
    `${normsText(values, layers)} Finite differences differ from $dX$ by $${tex(measured(values, of.maxError))}$ at most, for both kinds.`,
  ]
}
