/** Problem 3: the one file of this folder that the page imports. Pure data and pure functions. */
import type { Experiment } from '#contract/experiment.ts'
import { fields } from './fields.ts'
import { parts } from './parts.ts'
import { totalSteps } from './plan.ts'
import { presets, series } from './presets.ts'
import { values } from './values.ts'
import { conflict, warnings } from './warnings.ts'

export const definition: Experiment<typeof fields> = {
  id: 'p3-gradients',
  problem: 3,
  title: 'Weights and gradients in a CNN',
  summary:
    'One convolution and its backward pass, product by product; how the gradient grows with the image; and the way it takes back through pooling layers.',
  parts,
  fields,
  series,
  values,
  presets,
  defaultPreset: '3a',
  totalSteps,
  refusal: conflict,
  warnings,
}

export type { Problem3Params } from './fields.ts'
export { typed } from './fields.ts'
export type { Grid } from './grids.ts'
export { randomGrid, rowsOf } from './grids.ts'
export type { BackwardPass, GradientCheck, MicroscopeGrids } from './microscope.ts'
export { backwardPass, checkBackwardPass, microscopeGrids, steppedKernel } from './microscope.ts'
export { imageSides } from './plan.ts'
export type { LevelSummary, PoolingGrids, PoolingPass } from './pooling-grid.ts'
export { checkPooling, levelSummaries, pooledSide, poolingGrids, poolingPass } from './pooling-grid.ts'
export type { PoolingMeasures } from './pooling-measures.ts'
export { comparisonRows, poolingMeasures, shifted } from './pooling-measures.ts'
export type { ReferenceAnswer } from '../answer-text.ts'
export { referenceAnswer } from './reference.ts'
export { derivedVariance } from './scaling.ts'
