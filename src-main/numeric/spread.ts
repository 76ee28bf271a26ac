/** What several seeds gave: of a number, and of a curve. */
import { mean, standardDeviation } from './statistics.ts'

export interface Spread {
  readonly n: number
  readonly mean: number
  /** Of the sample (divides by n - 1); null for a single value. */
  readonly standardDeviation: number | null
  readonly lowest: number
  readonly highest: number
}

/** Mean, standard deviation (n - 1) and range of finite values; null of nothing. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null
  return {
    n: values.length,
    mean: mean(values),
    standardDeviation: values.length > 1 ? standardDeviation(values) : null,
    lowest: Math.min(...values),
    highest: Math.max(...values),
  }
}

/** What each of these numbers spreads over, by its name; those that no run measured are not there. */
export function spreadByName(
  names: readonly string[],
  runs: readonly Readonly<Record<string, { readonly value: unknown }>>[],
): ReadonlyMap<string, Spread> {
  const spreads = new Map<string, Spread>()
  for (const name of names) {
    const numbers = runs.flatMap((run) => {
      const value = run[name]?.value
      return typeof value === 'number' ? value : []
    })
    const spread = spreadOf(numbers)
    if (spread) spreads.set(name, spread)
  }
  return spreads
}

/** A curve: the first `length` entries count, and x rises. */
export interface SteppedCurve {
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number | null>
  readonly length: number
}

export interface CurveSpread {
  readonly x: Float64Array
  readonly mean: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

/**
 * Mean, lowest and highest of curves at each x that at least two of them share, over those that have reached it. Where
 * one of them is not finite (null: its training diverged) all three are NaN, as a mean of the others would hide it.
 */
export function curveSpread(curves: readonly SteppedCurve[]): CurveSpread {
  const longest = curves.reduce((sum, { length }) => Math.max(sum, length), 0)
  const next = new Int32Array(curves.length)
  let out = emptySpread(longest)
  let count = 0
  for (;;) {
    let x = Infinity
    for (let c = 0; c < curves.length; c++) x = Math.min(x, xAt(curves[c], next[c] ?? 0))
    if (x === Infinity) break
    let [shared, sum, low, high] = [0, 0, Infinity, -Infinity]
    for (let c = 0; c < curves.length; c++) {
      const curve = curves[c]
      const at = next[c] ?? 0
      if (xAt(curve, at) !== x) continue
      next[c] = at + 1
      // Number(null) is 0; a sum with NaN stays NaN, and Math.min and Math.max do too.
      const y = curve?.y[at] ?? Number.NaN
      const value = Number.isFinite(y) ? y : Number.NaN
      shared += 1
      sum += value
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
    if (shared < 2) continue
    if (count === out.x.length) out = grown(out)
    out.x[count] = x
    out.mean[count] = sum / shared
    out.low[count] = low
    out.high[count] = high
    count += 1
  }
  return sliced(out, count)
}

const xAt = (curve: SteppedCurve | undefined, at: number): number =>
  curve && at < curve.length ? (curve.x[at] ?? Infinity) : Infinity

const emptySpread = (length: number): CurveSpread => ({
  x: new Float64Array(length),
  mean: new Float64Array(length),
  low: new Float64Array(length),
  high: new Float64Array(length),
})

/** Twice as long: curves that meet in pairs may share more steps than any one of them has. */
function grown(from: CurveSpread): CurveSpread {
  const to = emptySpread(2 * from.x.length + 1)
  to.x.set(from.x)
  to.mean.set(from.mean)
  to.low.set(from.low)
  to.high.set(from.high)
  return to
}

const sliced = ({ x, mean: means, low, high }: CurveSpread, length: number): CurveSpread => ({
  x: x.subarray(0, length),
  mean: means.subarray(0, length),
  low: low.subarray(0, length),
  high: high.subarray(0, length),
})
