import type { Params } from '#contract/experiment.ts'
import { columnNorms } from '#numeric/column-norms.ts'
import { learningRateBounds } from '#numeric/dropout-descent.ts'
import { mostEnumeratedEntries, type LinearData } from '#numeric/dropout-objective.ts'
import { columnsOf, dataOf, dataProblem } from './data.ts'
import { roundedDown } from './descent.ts'
import type { Problem2Params } from './fields.ts'
import { paramsOfPart, partsOf } from './presets.ts'

/** Below it hardly any entry is kept, and what a run of ordinary length measures rests on rare masks. */
const tinyKeep = 0.05

const shown = (value: number): string => String(Number(value.toPrecision(3)))

/** The warning for a learning rate that is not certain to be stable, if it is not. */
function learningRateWarning(data: LinearData, params: Problem2Params): string[] {
  const { keep, learningRate, batchSize } = params
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

function dataWarnings({ x }: LinearData, { keep }: Problem2Params): string[] {
  const zero = columnNorms(x).flatMap((norm, j) => (norm === 0 ? [j + 1] : []))
  const found: string[] = []
  if (zero.length > 0)
    found.push(
      `Column ${zero.join(', ')} of X is zero, so Γ has no inverse and its weight is not determined; change the data.`,
    )
  if (keep === 1)
    found.push('At p = 1 nothing is dropped: the penalty and Γ are zero; lower p to see regularization.')
  return found
}

function warningsOf(typed: Problem2Params, presetId: string): string[] {
  const problem = dataProblem(typed)
  if (problem !== null) return [problem]
  const data = dataOf(typed)
  const isRandomised = presetId === '2a' || presetId === '2b'
  const tiny =
    typed.keep < tinyKeep && isRandomised
      ? [
          `Keep probability ${shown(typed.keep)} is tiny: nearly all masks drop nearly everything, so the result rests on a few rare ones and its error is hard to tell; use ${tinyKeep} or more.`,
        ]
      : []
  return [
    ...tiny,
    ...(presetId === '2a' ? [] : dataWarnings(data, typed)),
    ...(presetId === '2b' ? learningRateWarning(data, typed) : []),
  ]
}

function notesOf(typed: Problem2Params, presetId: string): string[] {
  if (dataProblem(typed) !== null) return []
  const { x } = dataOf(typed)
  const entries = x.rows * x.columns
  const all = [
    typed.source === 'given'
      ? `The data are given, ${x.rows} × ${x.columns}: scales, rows, column mean, noise and data seed have no effect.`
      : '',
    presetId === '2a' && entries > mostEnumeratedEntries
      ? `X has ${entries} entries, too many to enumerate all 2^${entries} masks; the rows are enumerated one by one.`
      : '',
  ]
  return all.filter((note) => note !== '')
}

/** What each part of the preset says, each sentence once. */
const fromParts =
  (say: (params: Problem2Params, part: string) => string[]) =>
  (params: Params, presetId: string): readonly string[] => [
    ...new Set(
      partsOf(presetId).flatMap((part) => say(paramsOfPart(part, presetId, params) as Problem2Params, part)),
    ),
  ]

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

/** Part a needs as many weights as X has columns; null where it has them, and for parts without weights. */
export function refusal(params: Params, presetId: string): { field: string; message: string } | null {
  if (!partsOf(presetId).includes('2a')) return null
  const typed = paramsOfPart('2a', presetId, params) as Problem2Params
  // Given data that make no matrix have a sentence of their own.
  if (dataProblem(typed) !== null) return null
  const [given, columns] = [typed.weights.length, columnsOf(typed)]
  if (given === columns) return null
  return {
    field: 'weights',
    message: `Weights w (weights) has ${counted(given, 'number')}, but X has ${counted(columns, 'column')}; give one number for each column.`,
  }
}

/** What to know before pressing Run; one sentence each. */
export const warnings = fromParts(warningsOf)

/** What is good to know and no reason to worry. */
export const notes = fromParts(notesOf)
