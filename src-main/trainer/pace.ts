/** Why the training loop waits, or that it need not. */
export type Turn = 'go' | 'paused' | 'early'

/**
 * Run, pause, single step, speed limit: decides when the next step may be taken, and counts the seconds of
 * training (waiting excluded when paused, included when the speed is limited), on top of `secondsBefore`. `now` is in
 * milliseconds.
 */
export class Pace {
  isPaused: boolean
  private stepsOwed = 0
  private interval: number
  private nextAt = 0
  /** Milliseconds. */
  private trained: number
  private runningSince: number | null = null

  constructor(isPaused: boolean, stepsPerSecond: number | null, now: number, secondsBefore = 0) {
    this.trained = secondsBefore * 1000
    this.isPaused = isPaused
    this.interval = stepsPerSecond === null ? 0 : 1000 / stepsPerSecond
    this.nextAt = now
    if (!isPaused) this.runningSince = now
  }

  pause(now: number): void {
    if (this.isPaused) return
    this.trained += now - (this.runningSince ?? now)
    this.runningSince = null
    this.isPaused = true
  }

  resume(now: number): void {
    if (!this.isPaused) return
    this.isPaused = false
    this.stepsOwed = 0
    this.runningSince = now
    this.nextAt = now
  }

  /** One step, then held; pauses a running training first. */
  step(now: number): void {
    this.pause(now)
    this.stepsOwed++
  }

  setSpeed(stepsPerSecond: number | null, now: number): void {
    this.interval = stepsPerSecond === null ? 0 : 1000 / stepsPerSecond
    this.nextAt = now
  }

  /** May a step be taken at `now`? */
  turn(now: number): Turn {
    if (this.isPaused) return this.stepsOwed > 0 ? 'go' : 'paused'
    return this.interval > 0 && now < this.nextAt ? 'early' : 'go'
  }

  /** Milliseconds until the next step is due, when `turn` says early. */
  wait(now: number): number {
    return Math.max(0, this.nextAt - now)
  }

  /** A step that began at `from` ended at `now`. */
  took(from: number, now: number): void {
    if (this.isPaused) {
      this.stepsOwed--
      this.trained += now - from
    } else if (this.interval > 0) this.nextAt = Math.max(this.nextAt + this.interval, now - this.interval)
  }

  /** Seconds of training so far. */
  seconds(now: number): number {
    const running = this.runningSince === null ? 0 : now - this.runningSince
    return (this.trained + running) / 1000
  }
}
