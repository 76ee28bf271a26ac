import { slotKey } from '#contract/runs.ts'
import type { RunFilter, RunGroup, RunHead, RunList } from '#contract/run-head.ts'
import { isBefore } from './run-order.ts'

const groupOf = ({ request }: RunHead): string => slotKey(request)

/** The heads of all runs that the lab knows, newest first: what lists are cut from. */
export class RunCatalogue {
  private readonly byId = new Map<string, RunHead>()
  private readonly order: RunHead[] = []
  /** Groups whose number of runs, or whose newest run, may have changed since they were taken. */
  private changedGroups = new Map<string, { readonly part: string; readonly slot: string }>()

  get size(): number {
    return this.order.length
  }
  ids(): string[] {
    return [...this.byId.keys()]
  }
  get(id: string): RunHead | undefined {
    return this.byId.get(id)
  }

  /** Adds a run, or puts what is known of it now in the place of what was. */
  set(head: RunHead): void {
    const known = this.byId.get(head.id)
    this.byId.set(head.id, head)
    if (known && known.createdAt === head.createdAt) {
      this.order[this.placeOf(known)] = head
      return
    }
    if (known) this.order.splice(this.placeOf(known), 1)
    this.order.splice(this.placeOf(head), 0, head)
    this.mark(head)
  }

  /** False where there was no such run. */
  delete(id: string): boolean {
    const head = this.byId.get(id)
    if (!head) return false
    this.order.splice(this.placeOf(head), 1)
    this.byId.delete(id)
    this.mark(head)
    return true
  }

  /** At most `limit` of the runs that the filter admits, after the first `from` of them. */
  list(filter: RunFilter, from: number, limit: number): RunList {
    if (filter === null) return { runs: this.order.slice(from, from + limit), total: this.order.length }
    const admitted = this.order.filter(
      ({ request }) => request.part === filter.part && request.slot === filter.slot,
    )
    return { runs: admitted.slice(from, from + limit), total: admitted.length }
  }

  /** The runs by slot. */
  groups(): RunGroup[] {
    return [...this.counted().values()]
  }

  /** The groups that changed since this was last asked; one that has no runs left comes with a count of 0. */
  takeChangedGroups(): RunGroup[] {
    const changed = this.changedGroups
    this.changedGroups = new Map()
    if (changed.size === 0) return []
    const counted = this.counted()
    return [...changed].map(([key, slot]) => counted.get(key) ?? { ...slot, count: 0, newest: null })
  }

  private mark(head: RunHead): void {
    const { part, slot } = head.request
    this.changedGroups.set(groupOf(head), { part, slot })
  }

  private counted(): Map<string, RunGroup> {
    const groups = new Map<string, RunGroup>()
    for (const head of this.order) {
      const key = groupOf(head)
      const group = groups.get(key)
      const { part, slot } = head.request
      groups.set(key, {
        part,
        slot,
        count: (group?.count ?? 0) + 1,
        // A run that was opened from a file is somebody else's: nothing takes it for the latest of this lab.
        newest: group?.newest ?? (head.origin === null ? head : null),
      })
    }
    return groups
  }

  /** Where a run stands in the order, or would. */
  private placeOf(head: RunHead): number {
    let [from, to] = [0, this.order.length]
    while (from < to) {
      const middle = (from + to) >> 1
      const there = this.order[middle]
      if (there && isBefore(there, head)) from = middle + 1
      else to = middle
    }
    return from
  }
}
