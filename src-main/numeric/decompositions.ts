import {
  EigenvalueDecomposition,
  LuDecomposition,
  Matrix as Dense,
  SingularValueDecomposition,
} from 'ml-matrix'
import { at, matmul, matrixOf, maxAbs, transpose, type Matrix } from './linear-algebra.ts'

export interface SymmetricEigen {
  /** Largest first. */
  readonly values: readonly number[]
  /** Column j is the unit eigenvector of `values[j]`. [n, n] */
  readonly vectors: Matrix
}

export interface SingularValues {
  /** Orthonormal columns, those of a singular value of zero possibly zero. [m, k], k = min(m, n) */
  readonly left: Matrix
  /** Largest first, k of them. */
  readonly values: readonly number[]
  /** As `left`. [n, k] */
  readonly right: Matrix
}

/** For ml-matrix, which turns round and round on what is not finite. Throws RangeError then. */
function finite(a: Matrix): Dense {
  if (!a.data.every(Number.isFinite)) throw new RangeError('The matrix must hold finite numbers only.')
  return Dense.from1DArray(a.rows, a.columns, a.data)
}

/** Thin singular value decomposition A = left diag(values) right^T (Golub and Reinsch, by ml-matrix). */
export function singularValues(a: Matrix): SingularValues {
  const found = new SingularValueDecomposition(finite(a), { autoTranspose: true })
  const values = found.diagonal
  const columnsOf = (vectors: Dense): Matrix =>
    matrixOf(vectors.rows, values.length, (i, j) => vectors.get(i, j))
  return {
    left: columnsOf(found.leftSingularVectors),
    values,
    right: columnsOf(found.rightSingularVectors),
  }
}

/** Eigenvalues and eigenvectors of a symmetric matrix [n, n]. */
export function symmetricEigen(a: Matrix): SymmetricEigen {
  const n = a.rows
  if (a.columns !== n) throw new RangeError('An eigen-decomposition needs a square matrix.')
  const found = new EigenvalueDecomposition(finite(a), { assumeSymmetric: true })
  const values = found.realEigenvalues
  const order = values.map((_, j) => j).sort((p, q) => (values[q] ?? 0) - (values[p] ?? 0))
  return {
    values: order.map((j) => values[j] ?? 0),
    vectors: matrixOf(n, n, (i, j) => found.eigenvectorMatrix.get(i, order[j] ?? 0)),
  }
}

/**
 * x with A x = b, by LU decomposition with row pivoting. A [n, n], b [n, m]. Throws RangeError where A is not square
 * or singular to working precision.
 */
export function solve(a: Matrix, b: Matrix): Matrix {
  const n = a.rows
  if (a.columns !== n || b.rows !== n)
    throw new RangeError('solve needs a square matrix and as many rows in b.')
  const found = new LuDecomposition(finite(a))
  const smallest = maxAbs(a) * n * Number.EPSILON
  if (found.upperTriangularMatrix.diagonal().some((pivot) => Math.abs(pivot) <= smallest))
    throw new RangeError('The matrix is singular; use pseudoInverse for the minimum-norm solution.')
  const x = found.solve(finite(b))
  return matrixOf(n, b.columns, (i, j) => x.get(i, j))
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
