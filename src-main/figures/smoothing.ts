import type { NullableColumn } from './trace.ts'
import { finiteAt } from './column-extremes.ts'

/**
 * Exponential moving average with bias correction, as TensorBoard draws it:
 * m_t = w m_(t-1) + (1 - w) y_t, shown as m_t / (1 - w^t). Non-finite samples stay as they are and are not
 * averaged in. Computed once a sample, however often the chart is drawn.
 */
export class SmoothedColumn {
  /** The first `length` entries count; NaN where the sample is not finite. */
  values = new Float64Array(0)
  length = 0
  #column: NullableColumn = []
  #weight = 0
  #average = 0
  /** w^t, for the correction. */
  #decay = 1

  /** Takes in what was appended; another array, one that did not grow or another weight starts again. `weight`: 0 to below 1. */
  update(column: NullableColumn, length: number, weight: number): void {
    if (column !== this.#column || weight !== this.#weight || length <= this.length) {
      this.length = 0
      this.#average = 0
      this.#decay = 1
    }
    this.#column = column
    this.#weight = weight
    if (this.values.length < length) {
      const grown = new Float64Array(Math.max(length, 2 * this.values.length))
      grown.set(this.values.subarray(0, this.length))
      this.values = grown
    }
    for (let index = this.length; index < length; index += 1) {
      const value = finiteAt(column, index)
      if (!Number.isNaN(value)) {
        this.#average = weight * this.#average + (1 - weight) * value
        this.#decay *= weight
      }
      this.values[index] = Number.isNaN(value) ? Number.NaN : this.#average / (1 - this.#decay)
    }
    this.length = length
  }
}
