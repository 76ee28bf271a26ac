import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnNorms } from './column-norms.ts'
import {
  type Matrix,
  diagonal,
  fromRows,
  matrixOf,
  solve,
  matmul,
  transpose,
  combine,
  columnVector,
} from '#numeric/linear-algebra.ts'
import { Random } from '#numeric/random.ts'
import { fewestRows, leastSquares, ridge, tikhonov } from './ridge-least-squares.ts'
import { dropoutGamma, dropoutMinimiser, ridgeForm } from './ridge-transform.ts'

const shapes = fc.record({
  n: fc.integer({ min: 1, max: 40 }),
  d: fc.integer({ min: 1, max: 8 }),
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  keep: fc.double({ min: 0.05, max: 0.99, noNaN: true }),
  lambda: fc.double({ min: 0.01, max: 100, noNaN: true }),
})
/** Normal data with column scales from 0.1 to 10. */
function problem({ n, d, seed }: { n: number; d: number; seed: number }) {
  const random = new Random(seed)
  const scales = Array.from({ length: d }, () => 10 ** (2 * random.uniform() - 1))
  const x = matrixOf(n, d, (_, j) => (scales[j] ?? 1) * random.normal())
  return { x, y: Array.from({ length: n }, () => random.normal()), random }
}
/** Equal relative to the largest of the numbers, column by column in units of its own size. */
function expectNear(a: readonly number[], b: readonly number[], sizes: readonly number[], tolerance: number) {
  const inUnits = (w: readonly number[]) => w.map((value, j) => value * (sizes[j] ?? NaN))
  const [left, right] = [inUnits(a), inUnits(b)]
  const largest = Math.max(1e-300, ...left.map(Math.abs), ...right.map(Math.abs))
  left.forEach((value, j) => expect(Math.abs(value - (right[j] ?? NaN)) / largest).toBeLessThan(tolerance))
}

describe('least squares', () => {
  it('solves what can be solved exactly, and the normal equations otherwise', () => {
    expect(
      leastSquares(
        fromRows([
          [2, 1],
          [1, 3],
        ]),
        [5, 10],
      ),
    ).toEqual([expect.closeTo(1, 12), expect.closeTo(3, 12)])
    const { x, y } = problem({ n: 20, d: 4, seed: 3 })
    const normal = solve(matmul(transpose(x), x), matmul(transpose(x), columnVector(y)))
    expectNear(leastSquares(x, y), [...normal.data], columnNorms(x), 1e-10)
  })

  it('can be asked with as few rows as columns, with the same products', () => {
    fc.assert(
      fc.property(shapes, (asked) => {
        const { x, y } = problem(asked)
        const few = fewestRows(x, y)
        expect(few.x.rows).toBe(Math.min(asked.n, asked.d))
        const products = (a: Matrix, b: readonly number[]) =>
          [...matmul(transpose(a), a).data, ...matmul(transpose(a), columnVector(b)).data].map(Number)
        const whole = products(x, y)
        const size = Math.max(...whole.map(Math.abs))
        products(few.x, few.y).forEach((value, k) =>
          expect(Math.abs(value - (whole[k] ?? NaN)) / size).toBeLessThan(1e-12),
        )
      }),
    )
  })

  it('refuses columns that depend on each other', () => {
    expect(() =>
      leastSquares(
        fromRows([
          [1, 2],
          [2, 4],
          [3, 6],
        ]),
        [1, 1, 1],
      ),
    ).toThrow('Column 2 depends')
    expect(() => leastSquares(fromRows([[0], [0]]), [1, 1])).toThrow(RangeError)
    expect(() => leastSquares(fromRows([[1]]), [1, 2])).toThrow('A has 1 rows')
  })

  it('does not mind columns of very different size', () => {
    const x = fromRows([
      [1e-9, 0],
      [0, 1e9],
      [1e-9, 1e9],
    ])
    const [small = 0, large = 0] = leastSquares(x, [1, 2, 3])
    expect(small * 1e-9).toBeCloseTo(1, 12)
    expect(large * 1e9).toBeCloseTo(2, 12)
  })
})

describe('2b: the dropout weights times p', () => {
  it('are the Tikhonov weights with Gamma = sqrt((1 - p) / p) times the column norms', () => {
    fc.assert(
      fc.property(shapes, (asked) => {
        const { x, y } = problem(asked)
        const scaled = dropoutMinimiser(x, y, asked.keep).map((value) => asked.keep * value)
        const own = tikhonov(x, y, diagonal(dropoutGamma(x, asked.keep)))
        expectNear(scaled, own, columnNorms(x), 1e-9)
      }),
    )
  })

  it('solve the normal equations (X^T X + (1 - p) / p diag(X^T X)) w = X^T y', () => {
    const { x, y } = problem({ n: 40, d: 4, seed: 9 })
    const gram = matmul(transpose(x), x)
    const penalty = diagonal(columnNorms(x).map((norm) => (0.3 / 0.7) * norm ** 2))
    const normal = solve(combine(1, gram, 1, penalty), matmul(transpose(x), columnVector(y)))
    const scaled = dropoutMinimiser(x, y, 0.7).map((value) => 0.7 * value)
    expectNear(scaled, [...normal.data], columnNorms(x), 1e-12)
  })

  it('are those of problem 1 for its one point: (1.1 q, 11 q) / (1 + q) at keep probability q', () => {
    for (const q of [0.1, 0.3, 0.5, 0.9]) {
      const w = tikhonov(fromRows([[10, 1]]), [11], diagonal(dropoutGamma(fromRows([[10, 1]]), q)))
      expect(w[0]).toBeCloseTo((1.1 * q) / (1 + q), 12)
      expect(w[1]).toBeCloseTo((11 * q) / (1 + q), 12)
    }
  })

  it('make the gradient of the objective zero: the mean over many masks is small beside its parts', () => {
    const { x, y } = problem({ n: 12, d: 3, seed: 21 })
    const w = dropoutMinimiser(x, y, 0.7)
    const random = new Random(4)
    const sum = [0, 0, 0]
    const size = [0, 0, 0]
    for (let draw = 0; draw < 20_000; draw++) {
      const kept = matrixOf(12, 3, (i, j) => (random.uniform() < 0.7 ? (x.data[i * 3 + j] ?? NaN) : 0))
      for (let i = 0; i < 12; i++) {
        let error = -(y[i] ?? NaN)
        for (let j = 0; j < 3; j++) error += (kept.data[i * 3 + j] ?? NaN) * (w[j] ?? NaN)
        for (let j = 0; j < 3; j++) {
          const part = error * (kept.data[i * 3 + j] ?? NaN)
          sum[j] = (sum[j] ?? NaN) + part
          size[j] = (size[j] ?? NaN) + Math.abs(part)
        }
      }
    }
    sum.forEach((value, j) => expect(Math.abs(value) / (size[j] ?? NaN)).toBeLessThan(0.01))
  })
})

describe('2c: the change of variables', () => {
  it('gives the same weights for any invertible Gamma, diagonal or not, and any lambda', () => {
    fc.assert(
      fc.property(shapes, fc.boolean(), (asked, isDense) => {
        const { x, y, random } = problem(asked)
        const base = dropoutGamma(x, asked.keep)
        const gamma = isDense
          ? matrixOf(asked.d, asked.d, (i, j) =>
              j < i ? 0 : (base[j] ?? NaN) * (i === j ? 1 : 0.3 * random.normal()),
            )
          : diagonal(base)
        const { mapped } = ridgeForm(x, y, gamma, asked.lambda)
        expectNear(mapped, tikhonov(x, y, gamma), columnNorms(x), 1e-8)
      }),
    )
  })

  it('solves the classical ridge problem by two ways alike', () => {
    const { x, y } = problem({ n: 15, d: 5, seed: 2 })
    const direct = tikhonov(x, y, diagonal(new Array<number>(5).fill(Math.sqrt(2))))
    expectNear(ridge(x, y, 2), direct, columnNorms(x), 1e-12)
  })

  it('refuses a Gamma that has no inverse', () => {
    expect(() => ridgeForm(fromRows([[1, 0]]), [1], diagonal([1, 0]), 1)).toThrow('Entry 2 of the diagonal')
    expect(() =>
      ridgeForm(
        fromRows([[1, 0]]),
        [1],
        fromRows([
          [1, 1],
          [1, 1],
        ]),
        1,
      ),
    ).toThrow('singular')
  })
})

describe('2d: the columns of X Gamma^-1', () => {
  it('all have norm sqrt(p / (1 - p))', () => {
    fc.assert(
      fc.property(shapes, (asked) => {
        const { x, y } = problem(asked)
        const norms = columnNorms(ridgeForm(x, y, diagonal(dropoutGamma(x, asked.keep)), 1).x)
        for (const norm of norms) expect(norm).toBeCloseTo(Math.sqrt(asked.keep / (1 - asked.keep)), 10)
      }),
    )
  })

  it('is 1.52752523 at p = 0.7 for column scales 1, 3, 0.2 and 10', () => {
    const random = new Random(7)
    const x = matrixOf(40, 4, (_, j) => ([1, 3, 0.2, 10][j] ?? NaN) * random.normal())
    const form = ridgeForm(x, new Array<number>(40).fill(1), diagonal(dropoutGamma(x, 0.7)), 1)
    for (const norm of columnNorms(form.x)) expect(norm).toBeCloseTo(1.52752523, 8)
  })
})
