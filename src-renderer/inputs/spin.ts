/** The number that an arrow key goes to, or where `isLarge` a page key; `value` itself where there is none further. */
export type Spin = (value: number, direction: 1 | -1, isLarge: boolean) => number

export interface SpinRange {
  readonly min: number
  readonly max: number
  /** Between two neighbours. */
  readonly step: number
}

/** Arrow keys go by `step`, page keys by ten of them, over the multiples of the step and never past an end. */
export function spinBy({ min, max, step }: SpinRange): Spin {
  return (value, direction, isLarge) => {
    const by = isLarge ? 10 * step : step
    const places = (value - min) / step
    // From between two neighbours the first press goes to the nearer end of their gap.
    const from = direction > 0 ? Math.floor(places + 1e-9) : Math.ceil(places - 1e-9)
    const next = Number((min + (from + (direction * by) / step) * step).toPrecision(12))
    const clipped = Math.min(max, Math.max(min, next))
    return (clipped - value) * direction > 0 ? clipped : value
  }
}
