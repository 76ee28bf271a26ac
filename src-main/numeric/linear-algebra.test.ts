import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { solve } from './decompositions.ts'
import {
  at,
  columnVector,
  combine,
  diagonal,
  fromRows,
  matmul,
  matrixOf,
  maxAbs,
  transpose,
  type Matrix,
} from './linear-algebra.ts'

const entry = fc.double({ min: -10, max: 10, noNaN: true })
const matrixArbitrary = (rows: number, columns: number): fc.Arbitrary<Matrix> =>
  fc
    .array(entry, { minLength: rows * columns, maxLength: rows * columns })
    .map((data) => ({ rows, columns, data: Float64Array.from(data) }))

describe('matrices', () => {
  it('are laid out row by row', () => {
    const matrix = fromRows([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect([...matrix.data]).toEqual([1, 2, 3, 4, 5, 6])
    expect(at(matrix, 1, 0)).toBe(4)
    expect([...transpose(matrix).data]).toEqual([1, 4, 2, 5, 3, 6])
    expect(() => at(matrix, 0, 3)).toThrow('There is no entry (0, 3) in a 2 x 3 matrix.')
    expect(() => fromRows([[1], [1, 2]])).toThrow(RangeError)
  })

  it('multiply', () => {
    const a = fromRows([
      [1, 2],
      [3, 4],
    ])
    expect([...matmul(a, columnVector([5, 6])).data]).toEqual([17, 39])
    expect([...matmul(a, diagonal([2, 3])).data]).toEqual([2, 6, 6, 12])
    expect(() => matmul(a, fromRows([[1, 2]]))).toThrow('Cannot multiply 2 x 2 by 1 x 2.')
  })

  it('obey (A B)^T = B^T A^T', () => {
    fc.assert(
      fc.property(matrixArbitrary(3, 4), matrixArbitrary(4, 2), (a, b) => {
        const left = transpose(matmul(a, b))
        const right = matmul(transpose(b), transpose(a))
        expect(maxAbs(combine(1, left, -1, right))).toBeLessThan(1e-12)
      }),
    )
  })
})

describe('solve', () => {
  it('solves A x = b for well-conditioned A', () => {
    fc.assert(
      fc.property(matrixArbitrary(4, 4), matrixArbitrary(4, 2), (noise, b) => {
        // A dominant diagonal keeps the condition number small; the permutation makes pivoting necessary.
        const a = matrixOf(4, 4, (i, j) => at(noise, i, j) + (j === (i + 1) % 4 ? 50 : 0))
        expect(maxAbs(combine(1, matmul(a, solve(a, b)), -1, b))).toBeLessThan(1e-12)
      }),
    )
  })

  it('says so where A is singular or not square', () => {
    const singular = fromRows([
      [100, 10],
      [10, 1],
    ])
    expect(() => solve(singular, columnVector([1, 1]))).toThrow('singular')
    expect(() => solve(fromRows([[1, 2]]), columnVector([1]))).toThrow('square')
  })
})
