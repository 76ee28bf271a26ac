/** A small dense matrix, row by row. */
export interface Matrix {
  readonly rows: number
  readonly columns: number
  /** Entry (i, j) is `data[i * columns + j]`. */
  readonly data: Float64Array
}

/** A matrix of zeros. */
export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, data: new Float64Array(rows * columns) }
}

/** The matrix whose (i, j) entry is `entry(i, j)`. */
export function matrixOf(rows: number, columns: number, entry: (i: number, j: number) => number): Matrix {
  const matrix = zeros(rows, columns)
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) matrix.data[i * columns + j] = entry(i, j)
  return matrix
}

/** The matrix with these rows; throws RangeError where they are not equally long. */
export function fromRows(rows: readonly (readonly number[])[]): Matrix {
  const columns = rows[0]?.length ?? 0
  if (rows.some((row) => row.length !== columns)) throw new RangeError('All rows must be equally long.')
  return matrixOf(rows.length, columns, (i, j) => rows[i]?.[j] ?? 0)
}

/** A column [n, 1]. */
export function columnVector(values: readonly number[]): Matrix {
  return matrixOf(values.length, 1, (i) => values[i] ?? 0)
}

/** The n x n matrix with these numbers on its diagonal. */
export function diagonal(values: readonly number[]): Matrix {
  return matrixOf(values.length, values.length, (i, j) => (i === j ? (values[i] ?? 0) : 0))
}

/** Entry (i, j); throws RangeError outside the matrix. */
export function at(matrix: Matrix, i: number, j: number): number {
  const value = j >= 0 && j < matrix.columns ? matrix.data[i * matrix.columns + j] : undefined
  if (value === undefined)
    throw new RangeError(`There is no entry (${i}, ${j}) in a ${matrix.rows} x ${matrix.columns} matrix.`)
  return value
}

/** A^T. */
export function transpose(a: Matrix): Matrix {
  return matrixOf(a.columns, a.rows, (i, j) => at(a, j, i))
}

/** A B; throws RangeError where the inner sizes differ. */
export function matmul(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.rows)
    throw new RangeError(`Cannot multiply ${a.rows} x ${a.columns} by ${b.rows} x ${b.columns}.`)
  return matrixOf(a.rows, b.columns, (i, j) => {
    let sum = 0
    for (let k = 0; k < a.columns; k++) sum += at(a, i, k) * at(b, k, j)
    return sum
  })
}

/** s A + t B, of equal shapes. */
export function combine(s: number, a: Matrix, t: number, b: Matrix): Matrix {
  if (a.rows !== b.rows || a.columns !== b.columns) throw new RangeError('The shapes must be equal.')
  return matrixOf(a.rows, a.columns, (i, j) => s * at(a, i, j) + t * at(b, i, j))
}

/** The largest magnitude of an entry; 0 for an empty matrix. */
export function maxAbs(a: Matrix): number {
  return a.data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
}

/**
 * x with A x = b, by Gaussian elimination with row pivoting. A [n, n], b [n, m]. Throws RangeError where A is
 * not square or singular to working precision.
 */
export function solve(a: Matrix, b: Matrix): Matrix {
  const n = a.rows
  if (a.columns !== n || b.rows !== n)
    throw new RangeError('solve needs a square matrix and as many rows in b.')
  const width = n + b.columns
  const work = matrixOf(n, width, (i, j) => (j < n ? at(a, i, j) : at(b, i, j - n)))
  const { data } = work
  const smallest = maxAbs(a) * n * Number.EPSILON
  for (let k = 0; k < n; k++) {
    let pivot = k
    for (let i = k + 1; i < n; i++) if (Math.abs(at(work, i, k)) > Math.abs(at(work, pivot, k))) pivot = i
    if (Math.abs(at(work, pivot, k)) <= smallest)
      throw new RangeError('The matrix is singular; use pseudoInverse for the minimum-norm solution.')
    for (let j = 0; j < width; j++) {
      const held = at(work, k, j)
      data[k * width + j] = at(work, pivot, j)
      data[pivot * width + j] = held
    }
    for (let i = 0; i < n; i++) {
      if (i === k) continue
      const factor = at(work, i, k) / at(work, k, k)
      for (let j = k; j < width; j++) data[i * width + j] = at(work, i, j) - factor * at(work, k, j)
    }
  }
  return matrixOf(n, b.columns, (i, j) => at(work, i, n + j) / at(work, i, i))
}
