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
