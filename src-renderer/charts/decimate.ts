/** Fewer points, same picture: what is handed to the canvas for one visible range. */
import type { Column, NullableColumn, Range } from './chart-props.ts'
import { finiteAt, type ColumnExtremes } from './column-extremes.ts'

/** The first index of the sorted `column` whose value is at least `value`; `length` when none is. */
export function lowerBound(column: Column, length: number, value: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((column[middle] ?? Number.NaN) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** The index of the entry of the sorted `column` nearest to `value`; -1 when it is empty. */
export function nearestIndex(column: Column, length: number, value: number): number {
  const after = lowerBound(column, length, value)
  if (after === 0) return length > 0 ? 0 : -1
  const before = after - 1
  if (after >= length) return before
  return value - (column[before] ?? 0) <= (column[after] ?? 0) - value ? before : after
}

/**
 * Indices to draw, ascending, for a curve over sorted `x`: in each of `width` pixel columns the smallest and
 * the largest value and the first non-finite one, and one sample beyond either edge so that the line runs out
 * of view. All of them when there are at most two a pixel.
 */
export function decimateCurve(
  x: Column,
  extremes: ColumnExtremes,
  range: Range,
  isLog: boolean,
  width: number,
): number[] {
  const length = Math.min(x.length, extremes.length)
  const start = Math.max(0, lowerBound(x, length, range[0]) - 1)
  let end = lowerBound(x, length, range[1])
  while (end < length && (x[end] ?? Infinity) <= range[1]) end += 1
  end = Math.min(length, end + 1)
  if (end - start <= 2 * width) return Array.from({ length: Math.max(0, end - start) }, (_, at) => start + at)

  const kept: number[] = [start]
  const keep = (index: number) => {
    if (index > (kept.at(-1) ?? -1)) kept.push(index)
  }
  let from = start
  for (let pixel = 1; pixel <= width; pixel += 1) {
    const fraction = pixel / width
    const edge = isLog
      ? range[0] * (range[1] / range[0]) ** fraction
      : range[0] + (range[1] - range[0]) * fraction
    const to = pixel === width ? end : Math.min(end, lowerBound(x, end, edge))
    if (to <= from) continue
    const { minIndex, maxIndex, badIndex } = extremes.summary(from, to)
    for (const index of [minIndex, maxIndex, badIndex].sort((a, b) => a - b)) keep(index)
    from = to
  }
  keep(end - 1)
  return kept
}

/** One step of the drawing grid on each axis, in the units of the (possibly logarithmic) axis. */
interface Grid {
  readonly x: number
  readonly y: number
}

/**
 * Indices to draw for a path, whose x is not sorted: a sample is left out while it is less than one grid step
 * from the last one kept. Keeps its place, so that a growing path costs only what was appended.
 */
export class PathDecimator {
  kept: number[] = []
  #next = 0
  #coarseness = 1
  #key = ''
  #x: Column = []
  #y: NullableColumn = []
  readonly #limit: number

  /** More than `limit` kept points coarsen the grid by half. */
  constructor(limit = 20_000) {
    this.#limit = limit
  }

  /** `grid`: half a pixel on each axis; `isLog`: whether each axis is logarithmic. */
  update(x: Column, y: NullableColumn, length: number, grid: Grid, isLog: { x: boolean; y: boolean }): void {
    const key = [grid.x, grid.y, isLog.x, isLog.y].join()
    if (key !== this.#key || x !== this.#x || y !== this.#y || length <= this.#next) {
      this.#coarseness = 1
      this.#restart()
    }
    this.#key = key
    this.#x = x
    this.#y = y
    const at = (value: number, isLogarithmic: boolean) => (isLogarithmic ? Math.log(value) : value)
    // The newest sample is always drawn, and dropped again when a later one makes it superfluous.
    if (this.kept.at(-1) === this.#next - 1 && this.kept.length > 1 && this.#next < length) {
      this.kept.pop()
      this.#next -= 1
    }
    for (; this.#next < length; this.#next += 1) {
      const index = this.#next
      const last = this.kept.at(-1)
      const isNewest = index === length - 1
      if (last === undefined || isNewest) this.kept.push(index)
      else {
        const stepX = Math.abs(at(x[index] ?? Number.NaN, isLog.x) - at(x[last] ?? Number.NaN, isLog.x))
        const stepY = Math.abs(at(finiteAt(y, index), isLog.y) - at(finiteAt(y, last), isLog.y))
        const isNear = stepX < grid.x * this.#coarseness && stepY < grid.y * this.#coarseness
        const isBad = Number.isNaN(finiteAt(y, index)) && Number.isNaN(finiteAt(y, last))
        if (!isNear && !isBad) this.kept.push(index)
      }
      if (this.kept.length > this.#limit) {
        this.#coarseness *= 2
        this.#restart()
        this.#next -= 1
      }
    }
  }

  #restart(): void {
    this.kept = []
    this.#next = 0
  }
}
