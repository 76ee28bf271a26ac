import { columnNorms } from './column-norms.ts'
import { at, type Matrix } from '#numeric/linear-algebra.ts'

/** A linear regression problem: X [n, d] and y [n]. */
export interface LinearData {
  readonly x: Matrix
  readonly y: readonly number[]
}

/** Entries of X up to which all their masks are enumerated together: 2^16 masks. */
export const mostEnumeratedEntries = 16

/** The expected dropout objective in closed form, and what it is made of. */
export interface ObjectiveTerms {
  /** ||y - p X w||^2. */
  readonly fit: number
  /** p (1 - p) ||X_:j||^2 w_j^2 for each column. */
  readonly penalties: readonly number[]
  readonly total: number
}

/** sum_j X_ij w_j. */
function output(x: Matrix, w: readonly number[], i: number): number {
  let sum = 0
  for (let j = 0; j < x.columns; j++) sum += at(x, i, j) * (w[j] ?? NaN)
  return sum
}

/**
 * E ||y - (R .* X) w||^2 over independent R_ij ~ Bernoulli(p), by its closed form
 * ||y - p X w||^2 + p (1 - p) sum_j ||X_:j||^2 w_j^2. p is the probability of keeping an entry.
 */
export function dropoutObjective({ x, y }: LinearData, w: readonly number[], keep: number): ObjectiveTerms {
  let fit = 0
  for (let i = 0; i < x.rows; i++) fit += ((y[i] ?? NaN) - keep * output(x, w, i)) ** 2
  const penalties = columnNorms(x).map((norm, j) => keep * (1 - keep) * (norm * (w[j] ?? NaN)) ** 2)
  return { fit, penalties, total: penalties.reduce((sum, value) => sum + value, fit) }
}

/** Probability of each mask of `count` entries, by how many it keeps. */
const probabilities = (count: number, keep: number): number[] =>
  Array.from({ length: count + 1 }, (_, kept) => keep ** kept * (1 - keep) ** (count - kept))

function bitsOf(mask: number): number {
  let bits = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits++
  return bits
}

/** (y_i - sum_j R_ij X_ij w_j)^2 of row i under each mask of its d entries; bit j of the index keeps entry j. [2^d] */
function rowLosses({ x, y }: LinearData, w: readonly number[], i: number): Float64Array {
  const errors = new Float64Array(2 ** x.columns).fill(y[i] ?? NaN)
  for (let mask = 1; mask < errors.length; mask++) {
    const rest = mask & (mask - 1)
    const j = 31 - Math.clz32(mask ^ rest)
    errors[mask] = (errors[rest] ?? NaN) - at(x, i, j) * (w[j] ?? NaN)
  }
  return errors.map((error) => error ** 2)
}

/**
 * The same expectation as a sum over masks, row by row: the objective is a sum over rows, so its expectation is the
 * sum of the rows' expectations, each over 2^d masks. Exact for any number of rows.
 */
export function expectedByRows(data: LinearData, w: readonly number[], keep: number): number {
  const { rows, columns } = data.x
  const byBits = probabilities(columns, keep)
  const chances = Float64Array.from({ length: 2 ** columns }, (_, mask) => byBits[bitsOf(mask)] ?? NaN)
  let sum = 0
  for (let i = 0; i < rows; i++) {
    const losses = rowLosses(data, w, i)
    for (let mask = 0; mask < losses.length; mask++) sum += (chances[mask] ?? NaN) * (losses[mask] ?? NaN)
  }
  return sum
}

/**
 * The same expectation straight from its definition: the objective under each of the 2^(n d) masks of the whole
 * matrix times the mask's probability. Null where X has more than `mostEnumeratedEntries` entries.
 */
export function expectedByAllMasks(data: LinearData, w: readonly number[], keep: number): number | null {
  const { rows, columns } = data.x
  const entries = rows * columns
  if (entries > mostEnumeratedEntries) return null
  const chances = probabilities(entries, keep)
  const losses = Array.from({ length: rows }, (_, i) => rowLosses(data, w, i))
  const ofRow = 2 ** columns - 1
  let sum = 0
  for (let mask = 0; mask < 2 ** entries; mask++) {
    let loss = 0
    for (let i = 0; i < rows; i++) loss += losses[i]?.[(mask >> (i * columns)) & ofRow] ?? NaN
    sum += (chances[bitsOf(mask)] ?? NaN) * loss
  }
  return sum
}
