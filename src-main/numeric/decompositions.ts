import { at, matmul, matrixOf, maxAbs, transpose, type Matrix } from './linear-algebra.ts'

export interface SymmetricEigen {
  /** Largest first. */
  readonly values: readonly number[]
  /** Column j is the unit eigenvector of `values[j]`. [n, n] */
  readonly vectors: Matrix
}

export interface SingularValues {
  /** Orthonormal columns, but zero where the singular value is. [m, k], k = min(m, n) */
  readonly left: Matrix
  /** Largest first, k of them. */
  readonly values: readonly number[]
  /** As `left`. [n, k] */
  readonly right: Matrix
}

const maxSweeps = 60

/** Turns columns p and q: (p, q) -> (c p - s q, s p + c q). */
function rotateColumns(matrix: Matrix, p: number, q: number, c: number, s: number): void {
  for (let i = 0; i < matrix.rows; i++) {
    const left = at(matrix, i, p)
    const right = at(matrix, i, q)
    matrix.data[i * matrix.columns + p] = c * left - s * right
    matrix.data[i * matrix.columns + q] = s * left + c * right
  }
}

/** Cosine and sine of the turn that makes the off-diagonal `cross` vanish between diagonals p and q. */
function jacobiTurn(p: number, q: number, cross: number): { c: number; s: number } {
  const zeta = (q - p) / (2 * cross)
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta))
  const c = 1 / Math.hypot(1, t)
  return { c, s: c * t }
}

function columnDot(matrix: Matrix, p: number, q: number): number {
  let sum = 0
  for (let i = 0; i < matrix.rows; i++) sum += at(matrix, i, p) * at(matrix, i, q)
  return sum
}

const orderOf = (values: readonly number[]): number[] =>
  values.map((_, j) => j).sort((p, q) => (values[q] ?? 0) - (values[p] ?? 0))

const identity = (n: number): Matrix => matrixOf(n, n, (i, j) => (i === j ? 1 : 0))

/**
 * Thin singular value decomposition A = left diag(values) right^T by one-sided Jacobi rotations (Hestenes 1958),
 * which keeps small singular values accurate where an eigen-decomposition of A^T A would square them away.
 */
export function singularValues(a: Matrix): SingularValues {
  if (a.rows < a.columns) {
    const turned = singularValues(transpose(a))
    return { left: turned.right, values: turned.values, right: turned.left }
  }
  const n = a.columns
  const work = matrixOf(a.rows, n, (i, j) => at(a, i, j))
  const right = identity(n)
  for (let sweep = 0, hasTurned = true; hasTurned && sweep < maxSweeps; sweep++) {
    hasTurned = false
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const [pp, qq, pq] = [columnDot(work, p, p), columnDot(work, q, q), columnDot(work, p, q)]
        if (Math.abs(pq) <= Number.EPSILON * Math.sqrt(pp) * Math.sqrt(qq)) continue
        const { c, s } = jacobiTurn(pp, qq, pq)
        rotateColumns(work, p, q, c, s)
        rotateColumns(right, p, q, c, s)
        hasTurned = true
      }
  }
  const norms = Array.from({ length: n }, (_, j) => Math.sqrt(columnDot(work, j, j)))
  const order = orderOf(norms)
  const pick = (j: number): number => order[j] ?? 0
  return {
    left: matrixOf(a.rows, n, (i, j) => {
      const norm = norms[pick(j)] ?? 0
      return norm > 0 ? at(work, i, pick(j)) / norm : 0
    }),
    values: order.map((j) => norms[j] ?? 0),
    right: matrixOf(n, n, (i, j) => at(right, i, pick(j))),
  }
}

/** Eigenvalues and eigenvectors of a symmetric matrix [n, n] by cyclic Jacobi rotations. */
export function symmetricEigen(a: Matrix): SymmetricEigen {
  const n = a.rows
  if (a.columns !== n) throw new RangeError('An eigen-decomposition needs a square matrix.')
  let work = matrixOf(n, n, (i, j) => (at(a, i, j) + at(a, j, i)) / 2)
  const vectors = identity(n)
  const negligible = Number.EPSILON * maxAbs(work)
  for (let sweep = 0, hasTurned = true; hasTurned && sweep < maxSweeps; sweep++) {
    hasTurned = false
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        if (Math.abs(at(work, p, q)) <= negligible) continue
        const { c, s } = jacobiTurn(at(work, p, p), at(work, q, q), at(work, p, q))
        rotateColumns(work, p, q, c, s)
        work = transpose(work)
        rotateColumns(work, p, q, c, s)
        rotateColumns(vectors, p, q, c, s)
        hasTurned = true
      }
  }
  const values = Array.from({ length: n }, (_, j) => at(work, j, j))
  const order = orderOf(values)
  return {
    values: order.map((j) => values[j] ?? 0),
    vectors: matrixOf(n, n, (i, j) => at(vectors, i, order[j] ?? 0)),
  }
}

/**
 * The Moore-Penrose pseudo-inverse A^+ [n, m] of A [m, n]. Singular values at most `tolerance` times the
 * largest count as zero.
 */
export function pseudoInverse(a: Matrix, tolerance = Math.max(a.rows, a.columns) * Number.EPSILON): Matrix {
  const { left, values, right } = singularValues(a)
  const cutoff = tolerance * (values[0] ?? 0)
  const scaled = matrixOf(right.rows, values.length, (i, j) => {
    const value = values[j] ?? 0
    return value > cutoff ? at(right, i, j) / value : 0
  })
  return matmul(scaled, transpose(left))
}
