import type { ValueDeclaration } from '#contract/experiment.ts'

type Row = readonly [name: string, kind: 'number' | 'table', label: string, sentence: string]

const valuesOf = (part: string, rows: readonly Row[]): ValueDeclaration[] =>
  rows.map(([name, kind, label, sentence]) => ({
    id: `${part}.${name}`,
    part,
    label,
    unit: '',
    sentence,
    kind,
  }))

/** Every number and table; none has a unit. */
export const values: readonly ValueDeclaration[] = [
  ...valuesOf('3a', [
    ['dw', 'table', 'dw', 'Gradient on the kernel: X correlated with dY, k by k.'],
    ['updated', 'table', 'w after one step', 'The kernel after one SGD step on this one image.'],
    [
      'maxError',
      'number',
      'Largest error',
      'Largest difference between an entry of dw or dX and its finite difference, relative to 1 + its size.',
    ],
    ['output', 'table', 'Y', 'The output of the convolution, m by m.'],
    ['dx', 'table', 'dX', 'Gradient on the image: the full convolution of dY with the kernel, n by n.'],
    ['initial', 'table', 'w at the start', 'The kernel before the training on many images.'],
    ['trained', 'table', 'w after the training', 'The kernel after one step on each of the images so far.'],
    [
      'patchSum',
      'table',
      'Weighted sum of patches',
      'Sum over images and places of −η dy times the image patch there, added up apart from the training.',
    ],
    [
      'gap',
      'number',
      'Difference',
      'Largest entry of the trained kernel minus (start plus weighted sum of patches): rounding only.',
    ],
    ['filter', 'table', 'Filter to learn', 'The filter whose outputs were the targets of the training.'],
    [
      'distance',
      'number',
      'Distance to the filter',
      'Euclidean distance of the trained kernel to that filter.',
    ],
    [
      'patches',
      'table',
      'Heaviest patches',
      'The patches that entered the kernel with the largest weights −η dy, and their pixels row by row.',
    ],
  ]),
  ...valuesOf('3b', [
    [
      'slope',
      'number',
      'Slope against m',
      'Fitted slope of log standard deviation against log m, m = n − k + 1; the derivation says 1.',
    ],
    [
      'slopeError',
      'number',
      'Its standard error',
      'Standard error of that slope, from the scatter of the draws.',
    ],
    [
      'slopeImage',
      'number',
      'Slope against n',
      'Fitted slope of log standard deviation against log n; above 1, because m / n grows with n.',
    ],
    [
      'slopeImageTheory',
      'number',
      'Slope against n, derived',
      'The same fit through the derived standard deviations at the same n.',
    ],
    ['variance', 'number', 'Variance', 'Measured variance of the entries of dw at the largest n.'],
    ['varianceLow', 'number', 'Variance, lower end', 'Lower end of the 95 % interval of that variance.'],
    ['varianceHigh', 'number', 'Variance, upper end', 'Upper end of the 95 % interval of that variance.'],
    ['theory', 'number', 'Variance, derived', '(n − k + 1)² σₓ² σ_g² at the largest n.'],
    [
      'sizes',
      'table',
      'All image sides',
      'Mean, variance with its 95 % interval, and standard deviation of the entries of dw at each n, beside the derived ones.',
    ],
    [
      'histogram',
      'table',
      'Histogram of one entry',
      'Counts of the top left entry of dw at the largest n, and those of a normal number of the derived variance.',
    ],
  ]),
  ...valuesOf('3c', [
    ['max', 'table', 'dX, max', 'Gradient on the grid through max pooling.'],
    ['average', 'table', 'dX, average', 'Gradient on the grid through average pooling.'],
    [
      'layers',
      'table',
      'Layer by layer',
      'Nonzero entries, their share and the norm of the gradient at each level, from the output to the grid.',
    ],
    [
      'maxShare',
      'number',
      'Nonzero share, max',
      'Share of the grid that the gradient reaches through max pooling.',
    ],
    ['maxNorm', 'number', 'Norm kept, max', 'Norm of dX divided by that of dY, max pooling.'],
    ['averageNorm', 'number', 'Norm kept, average', 'Norm of dX divided by that of dY, average pooling.'],
    [
      'ties',
      'number',
      'Ties',
      'Windows whose maximum occurs more than once; the first in row order gets the gradient.',
    ],
    [
      'maxError',
      'number',
      'Largest error',
      'Largest difference between an entry of dX and its finite difference, over the cells that could be checked.',
    ],
    [
      'excluded',
      'number',
      'Cells not checked',
      'Cells that tie for the maximum that reaches an output: it has no derivative there, so they are left out of the finite differences. Cells whose window ties but loses at a later layer have derivative 0 and are checked.',
    ],
  ]),
  ...valuesOf('3d', [
    [
      'comparison',
      'table',
      'Max against average',
      'Norm kept, sparsity and sensitivities of both kinds of pooling, on the grid and on the images.',
    ],
    ['images', 'number', 'Images', 'How many images the table’s right columns are the mean of.'],
  ]),
]
