/** Problem 2: the one file of this folder that the page imports. Pure data and pure functions. */
import type { Experiment, Params } from '#contract/experiment.ts'
import { fields, type Problem2Params } from './fields.ts'
import { parts } from './parts.ts'
import { paramsOfPart, partsOf, presets, series } from './presets.ts'
import { values } from './values.ts'
import { notes, refusal, warnings } from './warnings.ts'

/** Masks drawn in part a, updates in part b; the other parts are solved at once. */
function totalSteps(params: Params, presetId: string): number {
  return partsOf(presetId).reduce((sum, part) => {
    const { draws, iterations } = paramsOfPart(part, presetId, params) as Problem2Params
    return sum + (part === '2a' ? draws : part === '2b' ? iterations : 0)
  }, 0)
}

export const definition: Experiment<typeof fields> = {
  id: 'p2-regularization',
  problem: 2,
  title: 'Regularization and dropout',
  summary:
    'Linear regression whose inputs are dropped at random: on average that is a ridge penalty, each feature measured in its own size. Here p is the probability of keeping.',
  parts,
  fields,
  series,
  values,
  presets,
  defaultPreset: 'all',
  totalSteps,
  refusal,
  warnings,
  notes,
}

export type { Problem2Params } from './fields.ts'
export { largestEntry, mostColumns, mostRows } from './fields.ts'
export { weightSeries } from './presets.ts'
export { columnsOf, dataOf, dataProblem, givenParams, refittedWeights } from './data.ts'
export { tooManyMasks } from './expectation.ts'
export type { ColumnFacts, DropoutAndRidge, ThreeMatrices, TwoSolutions } from './solve.ts'
export { bothWays, distanceOf, dropoutAndRidge, threeMatrices, UnsolvableError } from './solve.ts'
export { referenceAnswer } from './reference.ts'
