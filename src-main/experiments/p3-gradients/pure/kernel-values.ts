import { numberValue, openTableValue } from '#contract/values.ts'

/** Share of the size of a kernel's entries up to which a difference is rounding. */
const rounding = 1e-9

/** Whether a difference between two ways to compute the entries of a kernel is rounding. */
export const isRounding = (gap: number, kernel: ArrayLike<number>): boolean =>
  gap <= rounding * (1 + Math.max(...Array.from(kernel, Math.abs)))

/** What part 3a measures; grids are tables with a column for each column of the grid. */
export const kernelValues = {
  dw: openTableValue('3a.dw', {
    label: 'dw',
    sentence: 'Gradient of the loss with respect to the kernel: X correlated with dY, k by k.',
  }),
  updated: openTableValue('3a.updated', {
    label: 'w after one step',
    sentence: 'The kernel after one SGD step on this one image.',
  }),
  maxError: numberValue('3a.maxError', {
    label: 'Largest error',
    sentence:
      'Largest difference between an entry of dw or dX and its finite difference, relative to 1 + the size of the finite difference.',
  }),
  output: openTableValue('3a.output', {
    label: 'Y',
    sentence: 'The output of the convolution, m by m.',
  }),
  dx: openTableValue('3a.dx', {
    label: 'dX',
    sentence:
      'Gradient of the loss with respect to the image: the full convolution of dY with the kernel, n by n.',
  }),
  initial: openTableValue('3a.initial', {
    label: 'w at the start',
    sentence: 'The kernel before the training on many images.',
  }),
  trained: openTableValue('3a.trained', {
    label: 'w after the training',
    sentence: 'The kernel after one SGD step on each image so far.',
  }),
  patchSum: openTableValue('3a.patchSum', {
    label: 'Weighted sum of patches',
    sentence:
      'Sum of −η dy times the image patch at that place, over all places and images, accumulated independently of the training.',
  }),
  gap: numberValue('3a.gap', {
    label: 'Difference',
    sentence:
      'Largest entry of the difference between the trained kernel and start plus weighted sum of patches; only rounding remains.',
  }),
  filter: openTableValue('3a.filter', {
    label: 'Filter to learn',
    sentence: 'The filter whose outputs were the targets of the training.',
  }),
  distance: numberValue('3a.distance', {
    label: 'Distance to the filter',
    sentence: 'Euclidean distance of the trained kernel from that filter.',
  }),
  patches: openTableValue('3a.patches', {
    label: 'Heaviest patches',
    sentence:
      'The patches that entered the kernel with the largest weights −η dy, at most one from each image, with their pixels row by row.',
  }),
}
