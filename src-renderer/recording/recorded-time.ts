/** The clock of a recording: seconds that it is long, pauses taken out. Times are milliseconds of one clock. */
export class RecordedTime {
  private recorded = 0
  /** When it last began to go on; null: it stands. */
  private since: number | null = null

  goOn(now: number): void {
    this.since ??= now
  }
  pause(now: number): void {
    this.recorded = 1000 * this.at(now)
    this.since = null
  }
  at(now: number): number {
    return (this.recorded + (this.since === null ? 0 : now - this.since)) / 1000
  }
}
