import type { Column, NullableColumn, Range, Trace } from './trace.ts'
import { ColumnExtremes, finiteAt } from './column-extremes.ts'
import { decimateCurve, lowerBound, nearestIndex, PathDecimator } from './decimate.ts'
import { rangeExtent } from './range-band.ts'
import { readableExtent } from './readable-extent.ts'
import { SmoothedColumn } from './smoothing.ts'
import { isSmoothable } from './trace-style.ts'

/** The part of the plane a chart shows, and how large it shows it. */
export interface View {
  readonly x: Range
  readonly y: Range
  readonly isLogX: boolean
  readonly isLogY: boolean
  /** Of the plot, in pixels. */
  readonly width: number
  readonly height: number
  /** Times the usual width of a line; absent: 1. */
  readonly thickness?: number
}

/** The entries of two columns that are worth drawing. */
export interface Drawn {
  readonly indices: readonly number[]
  readonly x: Column
  readonly y: NullableColumn
}

/** What is known about one trace between two frames, so that a frame costs what was appended since the last. */
export class TraceSampler {
  trace: Trace
  x: Column = []
  readonly #y = new ColumnExtremes(false)
  readonly #positiveY = new ColumnExtremes(true)
  readonly #pathX = new ColumnExtremes(false)
  readonly #smoothed = new SmoothedColumn()
  readonly #smoothedY = new ColumnExtremes(false)
  readonly #path = new PathDecimator()
  #weight = 0
  #stamp: readonly unknown[] = []
  #positiveStamp: readonly unknown[] = []
  #pathStamp: readonly unknown[] = []

  constructor(trace: Trace) {
    this.trace = trace
  }

  get length(): number {
    return Math.min(this.trace.length, this.x.length)
  }

  /** Takes in the trace as it is now, over `x`, smoothed with `weight` (0: not). */
  update(trace: Trace, x: Column, weight: number): void {
    this.trace = trace
    this.x = x
    const used = isSmoothable(trace) ? weight : 0
    const stamp = [trace.y, trace.version, trace.length, x, x.length, used]
    if (stamp.every((part, index) => part === this.#stamp[index])) return
    this.#stamp = stamp
    this.#weight = used
    this.#y.update(trace.y, this.length)
    if (trace.isPath) this.#pathX.update(x, this.length)
    if (used > 0) {
      this.#smoothed.update(trace.y, this.length, used)
      this.#smoothedY.update(this.#smoothed.values, this.length)
    }
  }

  #extremes(isLogY: boolean): ColumnExtremes {
    if (!isLogY) return this.#y
    if (this.#positiveStamp !== this.#stamp) this.#positiveY.update(this.trace.y, this.length)
    this.#positiveStamp = this.#stamp
    return this.#positiveY
  }

  /** From the first to the last x that the axis can show. */
  extentX(isLog: boolean): Range | null {
    const { length } = this
    if (length === 0) return null
    if (this.trace.isPath) return this.#pathX.range(0, length)
    const first = isLog ? lowerBound(this.x, length, Number.MIN_VALUE) : 0
    return first < length ? [this.x[first] ?? 0, this.x[length - 1] ?? 0] : null
  }

  /** The smallest and largest y, with its range, that the axis can show, over the samples within `x` (all of a path). */
  extentY(x: Range | null, isLog: boolean): Range | null {
    const { length } = this
    const start = x === null || this.trace.isPath ? 0 : lowerBound(this.x, length, x[0])
    const end = x === null || this.trace.isPath ? length : this.#endWithin(x)
    const own = this.#extremes(isLog).range(start, end)
    const range = rangeExtent(this.trace, start, end, isLog)
    return own && range ? [Math.min(own[0], range[0]), Math.max(own[1], range[1])] : (own ?? range)
  }

  /** Index after the last sample that is not beyond `x`. */
  #endWithin(x: Range): number {
    let end = lowerBound(this.x, this.length, x[1])
    if (end < this.length && this.x[end] === x[1]) end += 1
    return end
  }

  /** Index of the last sample within `x` (of all of them, for a path); -1 when none is. */
  lastIndexIn(x: Range): number {
    if (this.trace.isPath) return this.length - 1
    const last = this.#endWithin(x) - 1
    return (this.x[last] ?? -Infinity) >= x[0] ? last : -1
  }

  /** How much of `extent` a linear axis shows by default over the samples from x[0] on: see readable-extent.ts. */
  readableY(x: Range | null, extent: Range): Range {
    if (this.trace.isPath) return extent
    const start = x === null ? 0 : lowerBound(this.x, this.length, x[0])
    return readableExtent(extent, this.trace.y, start, this.length, this.divergedAfter !== null)
  }

  /** How many finite samples logarithmic axes cannot show. */
  hidden(isLogX: boolean, isLogY: boolean): number {
    const leftOfLog = isLogX && !this.trace.isPath ? lowerBound(this.x, this.length, Number.MIN_VALUE) : 0
    const below = isLogY ? this.#extremes(true).summary(leftOfLog, this.length).hidden : 0
    return leftOfLog + below
  }

  /** Index of the last sample before the first one that is not finite; -1 when the very first is not; null when all are. */
  get divergedAfter(): number | null {
    if (this.trace.gaps === 'break') return null
    const { badIndex } = this.#y.summary(0, this.length)
    return badIndex < 0 ? null : badIndex - 1
  }

  /** Index of the last finite sample, or -1. */
  get latestFinite(): number {
    let index = this.length - 1
    while (index >= 0 && Number.isNaN(finiteAt(this.trace.y, index))) index -= 1
    return index
  }

  /** y of the sample at `index`; NaN where it is not finite or not there. */
  valueAt(index: number): number {
    return finiteAt(this.trace.y, index)
  }

  /** Weight of the moving average this trace is smoothed with; 0: not smoothed. */
  get smoothing(): number {
    return this.#weight
  }

  /** The smoothed y at `index`, or null when this trace is not smoothed. */
  smoothedAt(index: number): number | null {
    return this.#weight > 0 ? finiteAt(this.#smoothed.values, index) : null
  }

  /** Index of the sample nearest to `x` of the axis (or to the step `x`, for a path with `at`); -1 when none. */
  indexAt(x: number): number {
    const column = this.trace.isPath ? this.trace.at : this.x
    if (!column || this.length === 0) return -1
    if (x > (column[this.length - 1] ?? Infinity) || x < (column[0] ?? -Infinity)) return -1
    return nearestIndex(column, this.length, x)
  }

  /** The measured samples worth drawing in `view`. */
  raw(view: View): Drawn {
    const { trace, x } = this
    if (!trace.isPath) {
      const extremes = this.#extremes(view.isLogY)
      return { indices: decimateCurve(x, extremes, view.x, view.isLogX, view.width), x, y: trace.y }
    }
    const step = ([min, max]: Range, isLog: boolean, pixels: number) =>
      (isLog ? Math.log(max) - Math.log(min) : max - min) / (2 * pixels)
    const grid = { x: step(view.x, view.isLogX, view.width), y: step(view.y, view.isLogY, view.height) }
    const key = [...this.#stamp, grid.x, grid.y]
    if (!key.every((part, index) => part === this.#pathStamp[index]))
      this.#path.update(x, trace.y, this.length, grid, { x: view.isLogX, y: view.isLogY })
    this.#pathStamp = key
    return { indices: this.#path.kept, x, y: trace.y }
  }

  /** The smoothed curve in `view`, or null when this trace is not smoothed. */
  smooth(view: View): Drawn | null {
    if (this.#weight === 0) return null
    const indices = decimateCurve(this.x, this.#smoothedY, view.x, view.isLogX, view.width)
    return { indices, x: this.x, y: this.#smoothed.values }
  }
}
