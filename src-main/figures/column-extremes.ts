/**
 * Where the smallest and largest entries of a growing column are, so that a chart of a million samples looks
 * at a few thousand block summaries for each frame instead of at every sample.
 */
import type { NullableColumn, Range } from './trace.ts'

const blockSize = 256

/** What lies in a span of a column; indices are -1 where there is no such entry. */
export interface Summary {
  minIndex: number
  maxIndex: number
  /** First entry that is not a finite number. */
  badIndex: number
  /** Finite entries that the axis cannot show (not positive, on a log axis). */
  hidden: number
}

/** The entry as a number; null and the infinities become NaN. */
export function finiteAt(column: NullableColumn, index: number): number {
  const value = column[index]
  return typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN
}

const nothing = (): Summary => ({ minIndex: -1, maxIndex: -1, badIndex: -1, hidden: 0 })

export class ColumnExtremes {
  #column: NullableColumn = []
  #length = 0
  #blocks: Summary[] = []
  readonly #isPositiveOnly: boolean

  /** `isPositiveOnly`: for a log axis, where other finite values are counted as hidden. */
  constructor(isPositiveOnly: boolean) {
    this.#isPositiveOnly = isPositiveOnly
  }

  get length(): number {
    return this.#length
  }

  /** Takes in what was appended; another array, or a length that did not grow, is read from its start. */
  update(column: NullableColumn, length: number): void {
    const isAppended = column === this.#column && length > this.#length
    const from = isAppended ? Math.floor(this.#length / blockSize) : 0
    this.#column = column
    this.#length = length
    this.#blocks.length = from
    for (let start = from * blockSize; start < length; start += blockSize)
      this.#blocks.push(this.#scan(start, Math.min(length, start + blockSize), nothing()))
  }

  /** The summary of the entries from `start` up to, not including, `end`. */
  summary(start: number, end: number): Summary {
    const result = nothing()
    const firstWhole = Math.ceil(start / blockSize)
    const lastWhole = Math.floor(end / blockSize)
    if (firstWhole >= lastWhole) return this.#scan(start, end, result)
    this.#scan(start, firstWhole * blockSize, result)
    for (let block = firstWhole; block < lastWhole; block += 1) this.#merge(result, this.#blocks[block])
    return this.#scan(lastWhole * blockSize, end, result)
  }

  /** Smallest and largest usable value from `start` up to `end`, or null. */
  range(start: number, end: number): Range | null {
    const { minIndex, maxIndex } = this.summary(start, end)
    return minIndex < 0 ? null : [finiteAt(this.#column, minIndex), finiteAt(this.#column, maxIndex)]
  }

  #scan(start: number, end: number, into: Summary): Summary {
    const column = this.#column
    let min = into.minIndex < 0 ? Infinity : finiteAt(column, into.minIndex)
    let max = into.maxIndex < 0 ? -Infinity : finiteAt(column, into.maxIndex)
    for (let index = start; index < end; index += 1) {
      const value = finiteAt(column, index)
      if (Number.isNaN(value)) {
        if (into.badIndex < 0) into.badIndex = index
        continue
      }
      if (this.#isPositiveOnly && value <= 0) {
        into.hidden += 1
        continue
      }
      if (value < min) {
        min = value
        into.minIndex = index
      }
      if (value > max) {
        max = value
        into.maxIndex = index
      }
    }
    return into
  }

  #merge(into: Summary, block: Summary | undefined): void {
    if (!block) return
    const column = this.#column
    const isLower = (a: number, b: number) => b < 0 || finiteAt(column, a) < finiteAt(column, b)
    const isHigher = (a: number, b: number) => b < 0 || finiteAt(column, a) > finiteAt(column, b)
    if (block.minIndex >= 0 && isLower(block.minIndex, into.minIndex)) into.minIndex = block.minIndex
    if (block.maxIndex >= 0 && isHigher(block.maxIndex, into.maxIndex)) into.maxIndex = block.maxIndex
    if (into.badIndex < 0) into.badIndex = block.badIndex
    into.hidden += block.hidden
  }
}
