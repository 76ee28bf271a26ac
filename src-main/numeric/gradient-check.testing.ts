import { centralDifferences } from './finite-differences.ts'
import { Random } from './random.ts'

/** Normal numbers from a seed, for tests. */
export function normalValues(length: number, seed: number): Float64Array {
  const random = new Random(seed)
  return Float64Array.from({ length }, () => random.normal())
}

/** The sum of products, which turns a kernel's output into one number whose gradient on it is `b`. */
export function inner(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < Math.max(a.length, b.length); i++) sum += (a[i] ?? NaN) * (b[i] ?? NaN)
  return sum
}

/** Throws where `gradient` is not that of `f` in `point`, entry by entry within 1e-6 (1 + size). */
export function checkGradient(f: () => number, point: Float64Array, gradient: ArrayLike<number>): void {
  checkClose(gradient, centralDifferences(f, point), 1e-6)
}

/** Throws where lengths differ or |actual - expected| exceeds tolerance (1 + |expected|) in an entry. */
export function checkClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  if (actual.length !== expected.length)
    throw new Error(`There are ${actual.length} values where ${expected.length} are expected.`)
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs((actual[i] ?? NaN) - (expected[i] ?? NaN))
    const isClose = difference <= tolerance * (1 + Math.abs(expected[i] ?? NaN))
    if (!isClose)
      throw new Error(`Entry ${i} is ${actual[i]}, expected ${expected[i]} (off by ${difference}).`)
  }
}
