/** Problem 1: the one file of this folder that the page imports. Pure data and pure functions. */
import type { Experiment } from '#contract/experiment.ts'
import { fields } from './fields.ts'
import { parts } from './parts.ts'
import { presets, series } from './presets.ts'
import { values } from './values.ts'
import { totalSteps } from './plan.ts'
import { fitWarning, notes, warnings } from './warnings.ts'

export const definition: Experiment<typeof fields> = {
  id: 'p1-dropout',
  problem: 1,
  title: 'Understanding dropout',
  summary:
    'Two weights, one data point: what dropout does to the least-squares solution, and what gradient descent makes of it. Then a network, on images.',
  parts,
  fields,
  series,
  values,
  presets,
  defaultPreset: 'all',
  totalSteps,
  warnings,
  notes,
  fitWarning,
}

export type { Problem1Params } from './fields.ts'
export type { DataPoint, Mask } from './masks.ts'
export type { MaskLoss, Mode, Quadratic, SweepPoint, Weights } from './theory.ts'
export type { StabilityBound, StabilityQuestion } from './stability.ts'
export { masksOf } from './masks.ts'
export { paramsOfPart, partTracks, rateTrack, sampleTrack, sweepRates, tracksOf } from './presets.ts'
export {
  batchLossDeviation,
  cleanLoss,
  cleanOutput,
  descentLimit,
  descentModes,
  distance,
  dropoutSolution,
  expectedLossAt,
  expectedLossForm,
  expectedWeights,
  leastSquares,
  limitAtZero,
  maskLosses,
  sweepCurve,
  sweepGrid,
  trainLossFloor,
} from './theory.ts'
export type { ReferenceAnswer } from '../answer-text.ts'
export { referenceAnswer } from './reference.ts'
export type { Contour, PlaneWindow } from './weight-plane.ts'
export { clipLine, contour, solutionLine } from './weight-plane.ts'
export { sweepColumns } from './sweep-tables.ts'
export { unstableTrainings } from './warnings.ts'
export { isStable, meanSquareGrowth, stabilityBound } from './stability.ts'
export type { ImageRun } from './image-plan.ts'
export { batchesPerEpoch, epochsTrack, imageRuns, runRate } from './image-plan.ts'
export { imageParams } from './image-fields.ts'
