/**
 * How long the lab is used for a problem: counted in this page while it is visible and something was pressed, typed or
 * moved within the last two minutes. It goes to the worksheet on this machine and nowhere else.
 */

/** Seconds between two looks, after how many without input nobody is taken to be there, and between two reports. */
const secondsBetweenLooks = 5
const idleAfterSeconds = 120
const secondsBetweenReports = 30

export interface ActiveTimeOptions {
  /** The clock, in milliseconds. */
  now(): number
  isVisible(): boolean
  /** The problem that is open; null where none is. */
  problem(): number | null
  report(problem: number, seconds: number): void
}

export class ActiveTime {
  private lastLook: number
  private lastInput: number
  /** Seconds not reported yet, by problem. */
  private readonly counted = new Map<number, number>()
  private sinceReport = 0
  private readonly options: ActiveTimeOptions

  constructor(options: ActiveTimeOptions) {
    this.options = options
    this.lastLook = options.now()
    this.lastInput = options.now()
  }

  /** Somebody is there. */
  input(): void {
    this.lastInput = this.options.now()
  }

  /** Counts the time since the last look; called every few seconds, and when another problem is opened. */
  look(): void {
    const { now, isVisible, problem } = this.options
    const at = now()
    // A machine that slept did no homework: no look counts for more than two.
    const seconds = Math.min((at - this.lastLook) / 1000, 2 * secondsBetweenLooks)
    this.lastLook = at
    const open = problem()
    if (open !== null && isVisible() && at - this.lastInput <= 1000 * idleAfterSeconds)
      this.counted.set(open, (this.counted.get(open) ?? 0) + seconds)
    this.sinceReport += seconds
    if (this.sinceReport >= secondsBetweenReports) this.report()
  }

  /** Reports what is counted, as when the page is left. */
  report(): void {
    this.sinceReport = 0
    for (const [problem, seconds] of this.counted)
      if (seconds >= 1) this.options.report(problem, Math.round(seconds))
    this.counted.clear()
  }

  /** Counts until the function that is returned is called. */
  start(): () => void {
    const timer = setInterval(() => this.look(), 1000 * secondsBetweenLooks)
    const input = (): void => this.input()
    const events = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'scroll'] as const
    for (const event of events) addEventListener(event, input, { capture: true, passive: true })
    const leave = (): void => this.report()
    addEventListener('pagehide', leave)
    return () => {
      clearInterval(timer)
      for (const event of events) removeEventListener(event, input, { capture: true })
      removeEventListener('pagehide', leave)
    }
  }
}

/** Hours in quarters that an active time suggests; null where it is too short to say. */
export function suggestedHours(seconds: number): number | null {
  const quarters = Math.round(seconds / 900)
  return quarters === 0 ? null : quarters / 4
}
