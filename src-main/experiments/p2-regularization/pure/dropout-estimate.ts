import type { LinearData } from './dropout-objective.ts'
import type { Random } from '#numeric/random.ts'

/** ||y - (R .* X) w||^2 for one mask R drawn afresh, each entry kept with probability p. */
export function drawMaskedLoss(
  random: Random,
  { x, y }: LinearData,
  w: readonly number[],
  keep: number,
): number {
  const { rows, columns, data } = x
  let loss = 0
  // Indexed straight into the array: a run draws up to 10^9 of these entries.
  for (let i = 0; i < rows; i++) {
    let error = y[i] ?? NaN
    for (let j = 0; j < columns; j++)
      if (random.uniform() < keep) error -= (data[i * columns + j] ?? NaN) * (w[j] ?? NaN)
    loss += error * error
  }
  return loss
}

/** Half the width of a 95 % confidence interval of a normal mean, in standard errors. */
export const bandWidth = 1.959963984540054

/** Mean and standard error of draws as they come in (Welford 1962). */
export class RunningMean {
  count = 0
  mean = 0
  private squares = 0

  add(value: number): void {
    this.count++
    const before = value - this.mean
    this.mean += before / this.count
    this.squares += before * (value - this.mean)
  }
  /** Estimated standard deviation of the mean; NaN before the second draw. */
  get standardError(): number {
    return this.count < 2 ? NaN : Math.sqrt(this.squares / (this.count - 1) / this.count)
  }
}
