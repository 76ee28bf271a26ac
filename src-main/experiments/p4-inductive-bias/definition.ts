/** Problem 4: the one file of this folder that the page imports. Pure data and pure functions. */
import type { Experiment } from '#contract/experiment.ts'
import { totalSteps } from './cells.ts'
import { fields } from './fields.ts'
import { parts } from './parts.ts'
import { presets } from './presets.ts'
import { series } from './series.ts'
import { values } from './values.ts'
import { notes, warnings } from './warnings.ts'

export const definition: Experiment<typeof fields> = {
  id: 'p4-inductive-bias',
  problem: 4,
  title: 'Inductive bias of CNNs',
  summary:
    'Images of one band, horizontal, vertical or none: a CNN of 606 parameters against an MLP of 39 793, and why one needs so much less data than the other.',
  parts,
  fields,
  series,
  values,
  presets,
  defaultPreset: '4a',
  totalSteps,
  stepUnit: 'epochs',
  warnings,
  notes,
}

export type { Problem4Params } from './fields.ts'
export type { PresetId } from './preset-settings.ts'
export { presetIds, presetSettings } from './preset-settings.ts'
export type { Cell, NetworkName } from './cells.ts'
export {
  cellsOf,
  cellTrack,
  imageCounts,
  kernelTrack,
  networkNames,
  networksOf,
  searchTrack,
  seedOf,
  typed,
} from './cells.ts'
export type { Stripes } from './stripes.ts'
export { stripesOf, stripesOfNoise } from './stripes.ts'
export { shownConfidence } from './series.ts'
export type { StoredArray } from './snapshots.ts'
export {
  answersOf,
  dataTrack,
  imageParameters,
  imagesBehind,
  kernelStride,
  snapshotNames,
  trainLitName,
  validationLitName,
} from './snapshots.ts'
export type {
  AccuracyRow,
  ConfusionRow,
  EpochsRow,
  KernelRow,
  MoreDataRow,
  SearchRow,
  StripesRow,
} from './table-rows.ts'
export type { Layout } from './tables.ts'
export {
  accuracyLayout,
  confusionLayout,
  epochsLayout,
  kernelLayout,
  moreDataLayout,
  rowsOf,
  searchLayout,
  stripesLayout,
} from './tables.ts'
export {
  classesOf,
  filterCount,
  initialNetwork,
  networkLabels,
  networkModel,
  trainedParameters,
  weightsFromFlat,
} from './networks.ts'
export { edgeDetectors, frozenFilters } from './edge-detectors.ts'
export type { ReferenceAnswer } from '../answer-text.ts'
export { referenceAnswer } from './reference.ts'
export { targetAccuracy, targetImages } from './targets.ts'
export {
  backgroundRange,
  bandAngles,
  bandIntensityRange,
  maxBandWidth,
  maxDiagonalWidth,
} from '#datasets/bands-parameters.ts'
export type { DataSource } from './data.ts'
export { dataSnapshots, drawnImages } from './data.ts'
export { shownCounts, sourceOf } from './job.ts'
export { bestEpoch, estimateFlatFrom, firstAtTarget, flatFrom } from './curve.ts'
export { imagesNeeded } from './more-data.ts'
