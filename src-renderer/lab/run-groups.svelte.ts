import type { RunCensus, RunGroup } from '#contract/run-head.ts'
import { slotKey } from '#contract/runs.ts'
import { SvelteMap } from 'svelte/reactivity'

/** How many runs each slot has, and its newest: all that the page knows of the runs that it does not show. */
export class RunGroups {
  /** Run folders that the lab has still to read after its start. */
  unread = $state(0)
  /** Runs in the trash. */
  trashed = $state(0)
  /** Runs that left the trash for good when the lab started. */
  expired = $state(0)
  /** Run folders that could not be read, one sentence each. */
  problems = $state.raw<readonly string[]>([])
  private readonly byKey = new SvelteMap<string, RunGroup>()

  readonly all: readonly RunGroup[] = $derived([...this.byKey.values()])
  /** Runs that there are. */
  readonly count: number = $derived(this.all.reduce((sum, group) => sum + group.count, 0))

  /** Takes over the first census of a line to the lab: what is not in it is not there. */
  replace(census: RunCensus): void {
    this.byKey.clear()
    this.update(census)
  }
  /** Takes over what changed. */
  update({ groups, trashed, expired, unread, problems }: RunCensus): void {
    for (const group of groups) {
      if (group.count === 0) this.byKey.delete(slotKey(group))
      else this.byKey.set(slotKey(group), group)
    }
    this.trashed = trashed
    this.expired = expired
    this.unread = unread
    this.problems = problems
  }

  /** The runs of a slot; null where it has none. */
  of(slot: { readonly part: string; readonly slot: string }): RunGroup | null {
    return this.byKey.get(slotKey(slot)) ?? null
  }
}
