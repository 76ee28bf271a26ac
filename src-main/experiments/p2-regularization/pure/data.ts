import { at, matrixOf, type Matrix } from '#numeric/linear-algebra.ts'
import type { LinearData } from './dropout-objective.ts'
import { Random } from '#numeric/random.ts'
import type * as fields from '../fields.ts'
import { mostColumns } from './limits.ts'

/** The parameters that make the data. */
export type DataParams = Omit<fields.DataParams, 'keep'>

/** To four significant digits, so that the data shown are all there is of the data used. */
const rounded = (value: number): number => Number(value.toPrecision(4))

/**
 * Random data: column j is normal with deviation `scales[j]` and mean `offset` times that; y is X times hidden
 * weights, drawn so that each column adds about as much, plus normal noise. A stream for each column: another one
 * leaves the rest as it is.
 */
function randomData({ scales, rows, offset, noise, dataSeed }: DataParams): LinearData {
  const seeded = new Random(dataSeed)
  const columns = scales.map((scale, j) => {
    const random = seeded.fork(`column ${j + 1}`)
    return {
      weight: random.normal() / scale,
      entries: Array.from({ length: rows }, () => rounded(scale * (random.normal() + offset))),
    }
  })
  const x = matrixOf(rows, columns.length, (i, j) => columns[j]?.entries[i] ?? NaN)
  const errors = seeded.fork('noise')
  const y = Array.from({ length: rows }, (_, i) => {
    const clean = columns.reduce((sum, { weight, entries }) => sum + weight * (entries[i] ?? NaN), 0)
    return rounded(clean + noise * errors.normal())
  })
  return { x, y }
}

/** What is wrong with the given data, as a sentence; null where they fit together or are not used. */
export function dataProblem({ source, givenX, givenY }: DataParams): string | null {
  const columns = givenX.length / givenY.length
  if (source === 'random' || (Number.isInteger(columns) && columns <= mostColumns)) return null
  return `The given X has ${givenX.length} numbers and y has ${givenY.length}; X needs 1 to ${mostColumns} numbers for each number of y, as many in every row.`
}

/** X [n, d] and y [n] of a run. Throws RangeError with a sentence where the given data do not fit together. */
export function dataOf(params: DataParams): LinearData {
  const problem = dataProblem(params)
  if (problem !== null) throw new RangeError(problem)
  if (params.source === 'random') return randomData(params)
  const { givenX, givenY } = params
  const columns = givenX.length / givenY.length
  return { x: matrixOf(givenY.length, columns, (i, j) => givenX[i * columns + j] ?? NaN), y: givenY }
}

/** The parameters that give exactly these data in the data editor's place. */
export function givenParams({ x, y }: LinearData): Pick<DataParams, 'source' | 'givenX' | 'givenY'> {
  return { source: 'given', givenX: [...x.data], givenY: [...y] }
}

/** The columns of X that these parameters make. */
export const columnsOf = ({ source, scales, givenX, givenY }: DataParams): number =>
  source === 'random' ? scales.length : givenX.length / givenY.length

/** Weights for another number of columns: the first ones stay, new ones are 1. */
export const refittedWeights = (weights: readonly number[], columns: number): number[] =>
  Array.from({ length: columns }, (_, j) => weights[j] ?? 1)

/**
 * An upper-triangular matrix with this diagonal and random entries above it, as large as the diagonal of their row
 * makes them: invertible where the diagonal has no zero. Part c's Γ that is not diagonal.
 */
export function denseGamma(entries: readonly number[], dataSeed: number): Matrix {
  const random = new Random(dataSeed).fork('gamma')
  const draws = matrixOf(entries.length, entries.length, () => rounded(random.normal()))
  return matrixOf(entries.length, entries.length, (i, j) => {
    if (j < i) return 0
    return (entries[j] ?? NaN) * (i === j ? 1 : at(draws, i, j))
  })
}
