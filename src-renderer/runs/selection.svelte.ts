import type { RunHead } from '#contract/run-head.ts'
import { SvelteMap } from 'svelte/reactivity'

/** The runs that are ticked in the table, in the order in which they were ticked; they stay through another search. */
export class Selection {
  private readonly byId = new SvelteMap<string, RunHead>()
  /** The row that was ticked last: a range with Shift begins there. */
  anchor = 0

  get runs(): readonly RunHead[] {
    return [...this.byId.values()]
  }
  get size(): number {
    return this.byId.size
  }
  has(id: string): boolean {
    return this.byId.has(id)
  }
  set(runs: readonly RunHead[], isSelected: boolean): void {
    for (const run of runs) {
      if (isSelected) this.byId.set(run.id, run)
      else this.byId.delete(run.id)
    }
  }
  clear(): void {
    this.byId.clear()
  }
}
