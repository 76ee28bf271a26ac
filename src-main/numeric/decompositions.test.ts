import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pseudoInverse, singularValues, symmetricEigen } from './decompositions.ts'
import {
  at,
  combine,
  diagonal,
  fromRows,
  matmul,
  matrixOf,
  maxAbs,
  transpose,
  type Matrix,
} from './linear-algebra.ts'

const identity = (n: number): Matrix => diagonal(Array.from({ length: n }, () => 1))
const gap = (a: Matrix, b: Matrix): number => maxAbs(combine(1, a, -1, b))

/** Matrices m x n of a chosen rank, as a product of factors with moderate entries. */
const ofRank = fc
  .record({
    m: fc.integer({ min: 1, max: 6 }),
    n: fc.integer({ min: 1, max: 6 }),
    r: fc.integer({ min: 1, max: 6 }),
  })
  .chain(({ m, n, r }) => {
    const rank = Math.min(m, n, r)
    const entries = (count: number): fc.Arbitrary<number[]> =>
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: count, maxLength: count })
    return fc.tuple(entries(m * rank), entries(rank * n)).map(([left, right]) =>
      matmul(
        matrixOf(m, rank, (i, j) => left[i * rank + j] ?? 0),
        matrixOf(rank, n, (i, j) => right[i * n + j] ?? 0),
      ),
    )
  })

describe('singularValues', () => {
  it('rebuilds the matrix, with ordered values and orthonormal columns', () => {
    fc.assert(
      fc.property(ofRank, (a) => {
        const { left, values, right } = singularValues(a)
        expect(gap(matmul(matmul(left, diagonal(values)), transpose(right)), a)).toBeLessThan(1e-11)
        expect(values).toEqual([...values].sort((p, q) => q - p))
        const turned = a.rows < a.columns ? left : right
        expect(gap(matmul(transpose(turned), turned), identity(turned.columns))).toBeLessThan(1e-12)
      }),
    )
  })
})

describe('symmetricEigen', () => {
  it('satisfies A V = V diag(values) with orthonormal V', () => {
    fc.assert(
      fc.property(ofRank, (factor) => {
        const a = matmul(transpose(factor), factor)
        const { values, vectors } = symmetricEigen(a)
        const scale = Math.max(1, maxAbs(a))
        expect(gap(matmul(a, vectors), matmul(vectors, diagonal(values)))).toBeLessThan(1e-12 * scale * 10)
        expect(gap(matmul(transpose(vectors), vectors), identity(a.rows))).toBeLessThan(1e-12)
        expect(values).toEqual([...values].sort((p, q) => q - p))
      }),
    )
  })

  it('gives the eigenvalues of a 2 x 2 matrix by the quadratic formula', () => {
    const { values } = symmetricEigen(
      fromRows([
        [200, 10],
        [10, 2],
      ]),
    )
    const root = Math.sqrt(99 ** 2 + 100)
    expect(values[0]).toBeCloseTo(101 + root, 11)
    expect(values[1]).toBeCloseTo(101 - root, 11)
  })

  it('refuses a matrix that is not square', () => {
    expect(() => symmetricEigen(fromRows([[1, 2]]))).toThrow('square')
  })
})

describe('pseudoInverse', () => {
  it('satisfies the four Penrose conditions at any shape and rank', () => {
    fc.assert(
      fc.property(ofRank, (a) => {
        // Rank is decided relative to the largest singular value; random integer factors stay far above 1e-10.
        const inverse = pseudoInverse(a, 1e-10)
        const scale = Math.max(1, maxAbs(a)) * Math.max(1, maxAbs(inverse))
        const [onLeft, onRight] = [matmul(a, inverse), matmul(inverse, a)]
        expect(gap(matmul(onLeft, a), a)).toBeLessThan(1e-10 * scale)
        expect(gap(matmul(onRight, inverse), inverse)).toBeLessThan(1e-10 * scale)
        expect(gap(onLeft, transpose(onLeft))).toBeLessThan(1e-10 * scale)
        expect(gap(onRight, transpose(onRight))).toBeLessThan(1e-10 * scale)
      }),
      { numRuns: 500 },
    )
  })

  it('of a row x is x^T / |x|^2, and of nothing but zeros is zero', () => {
    const inverse = pseudoInverse(fromRows([[10, 1]]))
    expect(at(inverse, 0, 0)).toBeCloseTo(10 / 101, 15)
    expect(at(inverse, 1, 0)).toBeCloseTo(1 / 101, 15)
    expect(maxAbs(pseudoInverse(fromRows([[0, 0, 0]])))).toBe(0)
  })
})

describe('what is far from ordinary', () => {
  it.each([NaN, Infinity, -Infinity])('%s in a matrix is refused, and nothing turns for ever', (wrong) => {
    const a = fromRows([
      [1, wrong],
      [wrong, 2],
    ])
    for (const decompose of [singularValues, symmetricEigen, pseudoInverse])
      expect(() => decompose(a)).toThrow('finite')
  })

  it('ends for entries of any size, the largest value being that of the matrix', () => {
    const size = fc.integer({ min: -140, max: 140 })
    const entry = fc.tuple(fc.integer({ min: -9, max: 9 }), size).map(([digit, power]) => digit * 10 ** power)
    const entries = fc.array(entry, { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(entries, (data) => {
        const a = { rows: 4, columns: 3, data: Float64Array.from(data) }
        const [largest = NaN] = singularValues(a).values
        expect(largest).toBeGreaterThanOrEqual(maxAbs(a) * (1 - 1e-12))
        expect(largest).toBeLessThanOrEqual(maxAbs(a) * Math.sqrt(12) * (1 + 1e-12))
      }),
      { numRuns: 1000 },
    )
  })
})
