/** Problem 5: the one file of this folder that the page imports. Pure data and pure functions. */
import type { Experiment } from '#contract/experiment.ts'
import { fitWarning, notes, warnings } from './expectations.ts'
import { fields } from './fields.ts'
import { parts } from './parts.ts'
import { totalSteps } from './plan.ts'
import { presets, series } from './presets.ts'
import { values } from './values.ts'

export const definition: Experiment<typeof fields> = {
  id: 'p5-gpu-memory',
  problem: 5,
  title: 'Memory considerations on GPUs',
  summary:
    'What training a ResNet holds in memory: parameters, gradients, optimizer state and activations, predicted from the shapes and measured in a fresh process for each setting.',
  parts,
  fields,
  series,
  values,
  presets,
  defaultPreset: '5b',
  totalSteps,
  warnings,
  notes,
  fitWarning,
}

export type { Problem5Params } from './fields.ts'
export type { OptimizerName } from './presets.ts'
export {
  attemptStepsTrack,
  attemptsTrack,
  batchSizesOf,
  batchTrack,
  contextTrack,
  epochsTrack,
  homeworkParams,
  optimizerNames,
} from './presets.ts'
export { learningRateOf, modelOf, stepsPerEpoch } from './plan.ts'
export type { ModelSize } from './tables.ts'
export {
  gpuPredictionTable,
  layerRows,
  mebibytes,
  megabytes,
  modelSize,
  optimizerLabels,
  stageTable,
} from './tables.ts'
export { memoryLabels, stageLabels } from './breakdown.ts'
export type { Expectation } from './expectations.ts'
export { expectation, fitWarning } from './expectations.ts'
export type { ReferenceAnswer } from '../answer-text.ts'
export { referenceAnswer } from './reference.ts'
