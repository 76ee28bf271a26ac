/** Fewer points, same picture: what is handed to the canvas for one visible range. */
import type { Column, NullableColumn, Range } from './trace.ts'
import { finiteAt, type ColumnExtremes } from './column-extremes.ts'
import { valueBetween } from './scale.ts'

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
    const edge = valueBetween(range, pixel / width, isLog)
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

/** Stands among the indices of a path where the pen is lifted. */
const penLifted = -1
/** Side of a cell, in grid steps: 4 pixels. */
const cellSteps = 8

/**
 * Indices to draw for a path, whose x is not sorted; -1 lifts the pen. A sample is left out while it is less
 * than one grid step from the last one kept. Once `limit` are kept (noise about a minimum has no end), only
 * steps into cells that the path has never visited are added, each with the sample it came from. Keeps its
 * place, so that a growing path costs only what was appended.
 */
export class PathDecimator {
  kept: number[] = []
  /** How many at the end of `kept` are there only because they are the newest. */
  #tail = 0
  #next = 0
  #visited = new Set<number>()
  #key = ''
  #x: Column = []
  #y: NullableColumn = []
  #grid: Grid = { x: 1, y: 1 }
  #isLog = { x: false, y: false }
  readonly #limit: number

  constructor(limit = 8000) {
    this.#limit = limit
  }

  /** `grid`: half a pixel on each axis; `isLog`: whether each axis is logarithmic. */
  update(x: Column, y: NullableColumn, length: number, grid: Grid, isLog: { x: boolean; y: boolean }): void {
    const key = [grid.x, grid.y, isLog.x, isLog.y].join()
    if (key !== this.#key || x !== this.#x || y !== this.#y || length <= this.#next) {
      this.kept = []
      this.#tail = 0
      this.#next = 0
      this.#visited.clear()
    }
    this.#key = key
    this.#x = x
    this.#y = y
    this.#grid = grid
    this.#isLog = isLog
    this.kept.length -= this.#tail
    for (; this.#next < length; this.#next += 1) this.#consider(this.#next)
    const core = this.kept.length
    if (core > 0 && this.kept[core - 1] !== length - 1) {
      if (core >= this.#limit) this.kept.push(penLifted, length - 2)
      this.kept.push(length - 1)
    }
    this.#tail = this.kept.length - core
  }

  #consider(index: number): void {
    const { kept } = this
    const last = kept.at(-1)
    const [x, y] = this.#place(index)
    const cell = Math.floor(x / cellSteps) * 2 ** 21 + Math.floor(y / cellSteps)
    const isBad = Number.isNaN(cell)
    if (kept.length >= this.#limit) {
      if (isBad || this.#visited.has(cell)) return
      if (last !== index - 1) kept.push(penLifted, index - 1)
    } else if (last !== undefined) {
      const [lastX, lastY] = this.#place(last)
      const isRepeated = isBad && Number.isNaN(lastX + lastY)
      if (isRepeated || (Math.abs(x - lastX) < 1 && Math.abs(y - lastY) < 1)) return
    }
    kept.push(index)
    if (!isBad) this.#visited.add(cell)
  }

  /** Where a sample lies, in grid steps; NaN where an axis cannot show it. */
  #place(index: number): [number, number] {
    const x = this.#x[index] ?? Number.NaN
    const y = finiteAt(this.#y, index)
    return [
      (this.#isLog.x ? Math.log(x) : x) / this.#grid.x,
      (this.#isLog.y ? Math.log(y) : y) / this.#grid.y,
    ]
  }
}
