import { at, matrixOf, type Matrix } from '#numeric/linear-algebra.ts'

const columnsOf = <T>(x: Matrix, of: (j: number) => T): T[] =>
  Array.from({ length: x.columns }, (_, j) => of(j))

/** The Euclidean norm of each column of X [n, d], in units of its largest entry, so that no square overflows. */
export function columnNorms(x: Matrix): number[] {
  return columnsOf(x, (j) => {
    let largest = 0
    for (let k = j; k < x.data.length; k += x.columns) largest = Math.max(largest, Math.abs(x.data[k] ?? NaN))
    if (largest === 0) return 0
    let sum = 0
    for (let k = j; k < x.data.length; k += x.columns) sum += ((x.data[k] ?? NaN) / largest) ** 2
    return largest * Math.sqrt(sum)
  })
}

/** The mean of each column of X [n, d]. */
export function columnMeans(x: Matrix): number[] {
  return columnsOf(x, (j) => {
    let sum = 0
    for (let i = 0; i < x.rows; i++) sum += at(x, i, j)
    return sum / x.rows
  })
}

/** X with column j multiplied by `factors[j]`. */
export function scaleColumns(x: Matrix, factors: readonly number[]): Matrix {
  return matrixOf(x.rows, x.columns, (i, j) => at(x, i, j) * (factors[j] ?? NaN))
}

/**
 * X as batch normalisation leaves it before its affine part: each column minus its mean over the rows, divided by
 * its standard deviation (of all n rows, no n - 1). Every column then has norm sqrt(n). A constant column, which
 * has no spread to divide by, becomes zero. Ioffe and Szegedy 2015, with epsilon 0.
 */
export function batchNormalised(x: Matrix): Matrix {
  const means = columnMeans(x)
  const centred = matrixOf(x.rows, x.columns, (i, j) => at(x, i, j) - (means[j] ?? NaN))
  const deviations = columnNorms(centred).map((norm) => norm / Math.sqrt(x.rows))
  // What rounding leaves of a constant column is no spread.
  const isConstant = columnNorms(x).map(
    (norm, j) => (deviations[j] ?? 0) * Math.sqrt(x.rows) <= 4 * x.rows * Number.EPSILON * norm,
  )
  return scaleColumns(
    centred,
    deviations.map((deviation, j) => (isConstant[j] ? 0 : 1 / deviation)),
  )
}
