import { formatShort } from '#text/numbers.ts'
import { learningRateBounds } from './pure/dropout-descent.ts'
import { columnNorms } from './pure/column-norms.ts'
import type { LinearData } from './pure/dropout-objective.ts'
import type { DataParams } from './fields.ts'
import { dataOf, dataProblem } from './pure/data.ts'
import { roundedDown } from './rounded-down.ts'

/** Below it hardly any entry is kept, and what a run of ordinary length measures rests on rare masks. */
const tinyKeep = 0.05

const shown = (value: number): string => formatShort(value, 3)

/** The warnings that `find` gives for the data; only what is wrong with the data where they make no matrix. */
export function warningsOn(
  params: DataParams,
  find: (data: LinearData) => readonly string[],
): readonly string[] {
  const problem = dataProblem(params)
  return problem === null ? find(dataOf(params)) : [problem]
}

/** Of the parts that draw masks. */
export const tinyKeepWarning = ({ keep }: DataParams): string[] =>
  keep < tinyKeep
    ? [
        `A keep probability of ${shown(keep)} drops nearly everything in nearly every mask, so the result rests on a few rare masks and its error is hard to estimate; use ${tinyKeep} or more.`,
      ]
    : []

/** Of the parts that penalise the weights. */
export function penaltyWarnings({ x }: LinearData, { keep }: DataParams): string[] {
  const zero = columnNorms(x).flatMap((norm, j) => (norm === 0 ? [j + 1] : []))
  const found: string[] = []
  if (zero.length > 0)
    found.push(
      `Column ${zero.join(', ')} of X is zero, so Γ has no inverse and its weight is not determined; change the data.`,
    )
  if (keep === 1)
    found.push('At p = 1 nothing is dropped: the penalty and Γ are zero. Lower p to see regularization.')
  return found
}

/** The warning for a learning rate that is not certain to be stable, if it is not. */
export function learningRateWarning(
  data: LinearData,
  {
    keep,
    learningRate,
    batchSize,
  }: DataParams & { readonly learningRate: number; readonly batchSize: number },
): string[] {
  const { certain, inMean } = learningRateBounds(data.x, keep, batchSize)
  if (learningRate < certain) return []
  const remedy = `use a learning rate below ${roundedDown(certain)}`
  return learningRate >= inMean
    ? [
        `Learning rate ${shown(learningRate)} is unstable because even the average step overshoots; ${remedy}.`,
      ]
    : [
        `Learning rate ${shown(learningRate)} may be unstable because the noise of masks and rows in a batch of ${batchSize} can be amplified; ${remedy} to be certain.`,
      ]
}

/** What has no effect, in every part. */
export function dataNotes(params: DataParams): string[] {
  if (params.source === 'random' || dataProblem(params) !== null) return []
  const { x } = dataOf(params)
  return [
    `The data are given, ${x.rows} × ${x.columns}: scales, rows, column mean, noise and data seed have no effect.`,
  ]
}
