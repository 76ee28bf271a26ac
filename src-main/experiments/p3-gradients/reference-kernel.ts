import type { Values } from '#contract/samples.ts'
import { numberOf, numberOrNull, reasonOf, tex } from '../answer-text.ts'
import { cellOf, tableOf } from './answer-values.ts'
import type { Problem3Params } from './fields.ts'

/** What the training on many images came to: the kernel is the start plus a weighted sum of patches. */
function manyImages(values: Values, { imagesRate, trainImages }: Problem3Params): string {
  const identity = String.raw`After $T$ steps $w_T = w_0 - \eta \sum_t \sum_{i,j} dy^{(t)}_{i,j}\, X^{(t)}[i : i+k-1,\ j : j+k-1]$: the initial weights plus a weighted sum of image patches, each weight $-\eta\, dy$ as large as the error at that place and time.`
  const gap = numberOrNull(values, '3a', 'gap')
  if (gap === null) return `${identity} ${reasonOf(values['3a.gap']) ?? ''}`
  const distance = tex(numberOf(values, '3a', 'distance'))
  return `${identity} This run (step size $${tex(imagesRate)}$) took one step on each of $${tex(trainImages)}$ images and added their weighted patches up beside the training: start plus sum and trained kernel differ by $${tex(gap)}$ at most, which is rounding. The kernel ends at a distance of $${distance}$ from the filter whose outputs it was trained on.`
}

/** Part 3a: dw as a correlation, one step, and what the sum of patches means. */
export function answer3a(values: Values, params: Problem3Params): string[] {
  const { imageSide, kernelSide, learningRate } = params
  const side = imageSide - kernelSide + 1
  const slope = cellOf(tableOf(values, '3a', 'dw'), 0, 0)
  const after = cellOf(tableOf(values, '3a', 'updated'), 0, 0)
  const error = numberOf(values, '3a', 'maxError')
  return [
    String.raw`Entry $w_{h,l}$ meets pixel $x_{i+h-1,\,j+l-1}$ on its way to $y_{i,j}$, so by the chain rule $dw_{h,l} = \sum_{i=1}^{m}\sum_{j=1}^{m} x_{i+h-1,\,j+l-1}\, dy_{i,j}$ with $m = n-k+1 = ${side}$: the image correlated with the upstream gradient as its kernel, $dw = X * dY$. Here each entry is a sum of $${side * side}$ products, and $dw_{1,1} = ${tex(slope)}$.`,
    String.raw`One SGD step gives $w' = w - \eta\,(X * dY)$; with $\eta = ${tex(learningRate)}$ here $w_{1,1}$ goes from $${tex(after + learningRate * slope)}$ to $${tex(after)}$. Finite differences of the loss agree with every entry of $dw$ and $dX$ to $${tex(error)}$ (relative to 1 + the size of the entry).`,
    manyImages(values, params),
    `Does that memorise images? The sum is kept in $k^2 = ${kernelSide ** 2}$ numbers, whatever the number of images: patches of all places and all images are added on top of each other, so what stays is what the patches have in common where the error was large, an edge or a blob. With many images no single one can be read back from it. A network with many kernels and dense layers behind them has room to fit single images, but not in one kernel.`,
  ]
}
