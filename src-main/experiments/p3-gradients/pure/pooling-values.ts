import { numbers, numberValue, openTableValue, tableValue, texts } from '#contract/values.ts'

/** What part 3c measures; grids are tables with a column for each column of the grid. */
export const poolingValues = {
  max: openTableValue('3c.max', {
    label: 'dX, max',
    sentence: 'Gradient on the grid through max pooling.',
  }),
  average: openTableValue('3c.average', {
    label: 'dX, average',
    sentence: 'Gradient on the grid through average pooling.',
  }),
  layers: tableValue('3c.layers', {
    label: 'Layer by layer',
    sentence:
      'Nonzero entries, their share and the norm of the gradient at each level, from the output to the grid.',
    columns: {
      depth: numbers('layers from the output'),
      side: numbers('side'),
      maxNonzeros: numbers('max: nonzeros'),
      maxShare: numbers('max: share'),
      maxShareTheory: numbers('max: share, derived'),
      maxNorm: numbers('max: norm'),
      averageNonzeros: numbers('average: nonzeros'),
      averageShare: numbers('average: share'),
      averageNorm: numbers('average: norm'),
      averageNormTheory: numbers('average: norm, derived'),
    },
  }),
  maxShare: numberValue('3c.maxShare', {
    label: 'Nonzero share, max',
    sentence: 'Share of the grid that the gradient reaches through max pooling.',
  }),
  maxNorm: numberValue('3c.maxNorm', {
    label: 'Norm kept, max',
    sentence: 'Norm of dX divided by the norm of dY, max pooling.',
  }),
  averageNorm: numberValue('3c.averageNorm', {
    label: 'Norm kept, average',
    sentence: 'Norm of dX divided by the norm of dY, average pooling.',
  }),
  ties: numberValue('3c.ties', {
    label: 'Ties',
    sentence: 'Windows that contain their maximum more than once; the first in row order gets the gradient.',
  }),
  maxError: numberValue('3c.maxError', {
    label: 'Largest error',
    sentence:
      'Largest difference between an entry of dX and its finite difference, over the cells that could be checked.',
  }),
  excluded: numberValue('3c.excluded', {
    label: 'Cells not checked',
    sentence:
      'Cells that tie for the maximum that reaches an output: there is no derivative there, so the finite differences leave them out. Cells whose window ties but loses in a later layer have derivative 0 and are checked.',
  }),
}

const onGrid = { whenEmpty: 'not defined on this grid' }
const onImages = { whenEmpty: 'no image measured, or not defined on any of them' }

/** What part 3d measures. */
export const comparisonValues = {
  comparison: tableValue('3d.comparison', {
    label: 'Max against average',
    sentence:
      'Norm kept, sparsity and sensitivities of both kinds of pooling, on the grid and averaged over the images.',
    columns: {
      measure: texts('measure'),
      maxGrid: numbers('max, grid', onGrid),
      averageGrid: numbers('average, grid', onGrid),
      maxImages: numbers('max, images', onImages),
      averageImages: numbers('average, images', onImages),
    },
  }),
  maxShift: numberValue('3d.maxShift', {
    label: 'Change by a shift, max',
    sentence:
      'Root mean square change of the outputs of max pooling over that of the pixels when an image moves by one pixel, averaged over the images.',
  }),
  averageShift: numberValue('3d.averageShift', {
    label: 'Change by a shift, average',
    sentence: 'The same for average pooling.',
  }),
  maxBright: numberValue('3d.maxBright', {
    label: 'Change by a bright pixel, max',
    sentence:
      'Change of an output of max pooling over the noise when one of its pixels becomes brighter, averaged over the images.',
  }),
  averageBright: numberValue('3d.averageBright', {
    label: 'Change by a bright pixel, average',
    sentence: 'The same for average pooling.',
  }),
  images: numberValue('3d.images', {
    label: 'Images',
    sentence: 'Number of images that the table’s right columns are averaged over.',
  }),
}
