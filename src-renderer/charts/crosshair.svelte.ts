/**
 * The x that all charts of a panel point at. A chart moves it by mouse or arrow keys; every chart of the same
 * x mode draws it and reads its traces there.
 */
export class Crosshair {
  /** Where it stands, in units of `mode`; null when nobody points. */
  x = $state<number | null>(null)
  /** Id of the x mode `x` is measured in ("step"). */
  mode = $state('step')

  /** Moves it to `x` of the x mode `mode`. */
  point(mode: string, x: number): void {
    this.mode = mode
    this.x = x
  }

  clear(): void {
    this.x = null
  }
}
