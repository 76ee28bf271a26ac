/** Waiting for a page that prints: not for ever, and not for one that has gone. */
export class Patience {
  private readonly milliseconds: number
  private readonly waiting = new Set<(error: Error) => void>()
  private failure: Error | null = null

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds
  }

  /** What is waited for now, and all that is asked later, rejects with this error. */
  fail(error: Error): void {
    this.failure ??= error
    for (const reject of this.waiting) reject(this.failure)
    this.waiting.clear()
  }

  /** Resolves as `ask()` does; rejects with its error, with the failure, or when it took too long, which is a failure. */
  async of<T>(ask: () => Promise<T>): Promise<T> {
    if (this.failure) throw this.failure
    let rejectNow: (error: Error) => void = () => undefined
    const failed = new Promise<never>((_, reject) => (rejectNow = reject))
    this.waiting.add(rejectNow)
    const late = setTimeout(
      () => this.fail(new Error(`it did not answer in ${this.milliseconds / 60_000} minutes`)),
      this.milliseconds,
    )
    try {
      return await Promise.race([ask(), failed])
    } finally {
      clearTimeout(late)
      this.waiting.delete(rejectNow)
    }
  }
}
