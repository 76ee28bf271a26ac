import type { EnginesReport } from '#contract/engines.ts'
import type { LabState } from '../lab/lab.svelte.ts'

/** The engines as the lab reports them to a page that is open. */
export class EnginesState {
  report = $state.raw<EnginesReport | null>(null)
  /** Why the lab refused what was pressed last; null if it did not. */
  refused = $state<string | null>(null)
  private readonly lab: LabState

  constructor(lab: LabState) {
    this.lab = lab
  }

  /** Listens until the function that is returned is called. */
  follow(): () => void {
    return this.lab.listen((event) => {
      if (event.type === 'engine.progress') this.report = event.report
    })
  }
  /** Asks anew: the page was opened, or the line to the lab had broken. */
  async refresh(): Promise<void> {
    await this.lab.attempt(async () => (this.report = await this.lab.request('engine.list', {})))
  }
  /** Carries out what was pressed; a refusal stands on the page. */
  async attempt(action: (lab: LabState) => Promise<unknown>): Promise<void> {
    this.refused = null
    try {
      await action(this.lab)
    } catch (error) {
      this.refused = error instanceof Error ? error.message : String(error)
    }
  }
  /** The sentence has been read. */
  dismiss(): void {
    const isRefusal = this.refused !== null
    this.refused = null
    if (!isRefusal) void this.attempt((lab) => lab.request('engine.dismiss', {}))
  }
}
