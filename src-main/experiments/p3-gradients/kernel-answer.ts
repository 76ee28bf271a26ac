import type { Table, Values } from '#contract/samples.ts'
import { reasonOf } from '#contract/values.ts'
import { tex } from '#text/number-tex.ts'
import { measured } from '../answer-text.ts'
import type { KernelParams } from './kernel-training.ts'
import { isRounding, kernelValues as of } from './pure/kernel-values.ts'

/** The cells of a grid's table as numbers, row by row. */
const numbersIn = ({ rows }: Table): number[] => rows.flat().map(Number)

/** The result of the training on many images: the kernel is the start plus a weighted sum of patches. */
function manyImages(values: Values, { imagesRate, trainImages }: KernelParams): string {
  const identity = String.raw`After $T$ steps $w_T = w_0 - \eta \sum_t \sum_{i,j} dy^{(t)}_{i,j}\, X^{(t)}[i : i+k-1,\ j : j+k-1]$: the initial weights plus a weighted sum of image patches. The weight of a patch is $-\eta\, dy$, proportional to the error at that place and time.`
  const gap = of.gap.of(values)
  if (gap === null) return `${identity} ${reasonOf(values, of.gap) ?? ''}`
  const distance = measured(values, of.distance)
  const trained = numbersIn(measured(values, of.trained))
  const filter = numbersIn(measured(values, of.filter))
  const first = Math.hypot(...numbersIn(measured(values, of.initial)).map((w, at) => w - (filter[at] ?? NaN)))
  const isDiverging = distance > first
  const largest = Math.max(...trained.map(Math.abs))
  const size = !isRounding(gap, trained)
    ? 'more than rounding explains'
    : isDiverging
      ? String.raw`$${tex(gap / largest)}$ of the largest entry, so the identity holds to rounding even here`
      : 'which is rounding'
  const end = isDiverging
    ? String.raw`The kernel ends at a distance of $${tex(distance)}$ from the filter whose outputs were its targets, farther than the $${tex(first)}$ at its start: with this step size the training moves away from the filter; lower the learning rate.`
    : String.raw`The kernel ends at a distance of $${tex(distance)}$ from the filter whose outputs were its targets, $${tex(first)}$ at its start.`
  return `${identity} This run (step size $${tex(imagesRate)}$) took one step on each of $${tex(trainImages)}$ images and accumulated their weighted patches independently of the training: start plus sum and the trained kernel differ by $${tex(gap)}$ at most, ${size}. ${end}`
}

/** Part 3a: dw as a correlation, one step, and what the sum of patches means. */
export function answer3a(values: Values, params: KernelParams): string[] {
  const { imageSide, kernelSide, learningRate } = params
  const side = imageSide - kernelSide + 1
  const [slope = NaN] = numbersIn(measured(values, of.dw))
  const [after = NaN] = numbersIn(measured(values, of.updated))
  const error = measured(values, of.maxError)
  return [
    String.raw`The weight $w_{h,l}$ multiplies the pixel $x_{i+h-1,\,j+l-1}$ in $y_{i,j}$, so by the chain rule $dw_{h,l} = \sum_{i=1}^{m}\sum_{j=1}^{m} x_{i+h-1,\,j+l-1}\, dy_{i,j}$ with $m = n-k+1 = ${side}$: the image correlated with the upstream gradient as its kernel, $dw = X * dY$. Here each entry is a sum of $${side * side}$ products, and $dw_{1,1} = ${tex(slope)}$.`,
    String.raw`A pixel enters the outputs whose windows contain it: $dx_{a,b} = \sum_{h=1}^{k}\sum_{l=1}^{k} w_{h,l}\, dy_{a-h+1,\,b-l+1}$ with $dy = 0$ outside. That is $dY$ with $k-1$ zeros around it, correlated with the kernel turned by 180 degrees.`,
    String.raw`One SGD step gives $w' = w - \eta\,(X * dY)$; with $\eta = ${tex(learningRate)}$ here $w_{1,1}$ goes from $${tex(after + learningRate * slope)}$ to $${tex(after)}$. Finite differences of the loss differ from the entries of $dw$ and $dX$ by $${tex(error)}$ at most (relative to 1 + the size of the finite difference).`,
    manyImages(values, params),
    `Does that memorise images? The sum is kept in $k^2 = ${kernelSide ** 2}$ numbers, however many images there are: patches from all places and all images are added on top of each other, so what remains is what the patches have in common where the error was large, such as an edge or a blob. With many images no single one can be recovered from it. A network with many kernels and dense layers behind them has the capacity to fit single images, but a single kernel does not.`,
  ]
}
