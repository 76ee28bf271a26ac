import type { Recording } from './recording.ts'

/** Samples that somebody looks at, read from a run's folder. */
export interface Loan {
  readonly recording: Recording
  /** Called once, when they are looked at no more. */
  giveBack(): void
}

/** Recordings of ended runs, in memory only as long as somebody looks at them; read once for all who do. */
export class RecordingShelf {
  private readonly lent = new Map<string, { readonly recording: Promise<Recording>; users: number }>()
  private readonly read: (id: string) => Promise<Recording>

  constructor(read: (id: string) => Promise<Recording>) {
    this.read = read
  }

  /** Recordings that are in memory now. */
  get size(): number {
    return this.lent.size
  }

  /** Rejects when the folder cannot be read. */
  async borrow(id: string): Promise<Loan> {
    let entry = this.lent.get(id)
    if (!entry) this.lent.set(id, (entry = { recording: this.read(id), users: 0 }))
    const lent = entry
    lent.users++
    let isBack = false
    const giveBack = (): void => {
      if (isBack) return
      isBack = true
      lent.users--
      if (lent.users === 0 && this.lent.get(id) === lent) this.lent.delete(id)
    }
    try {
      return { recording: await lent.recording, giveBack }
    } catch (error) {
      giveBack()
      throw error
    }
  }

  /** What was read of this run does not hold any more (it was resumed or deleted); those who look at it keep it. */
  forget(id: string): void {
    this.lent.delete(id)
  }
}
