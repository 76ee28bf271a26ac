import { slotKey } from '#contract/runs.ts'
import type { RunGroup, RunHead } from '#contract/run-head.ts'
import { newestFirst, type RunFilter, type RunList, type RunSort } from '#contract/run-list.ts'
import type { Totals } from './quota.ts'
import { isBefore, placeTime } from './run-order.ts'
import { admits, searchTextOf, sorted } from './run-query.ts'

const groupOf = ({ request }: RunHead): string => slotKey(request)

/** A run, its place in time, and what is searched of it, each worked out once. */
interface Entry {
  readonly id: string
  readonly time: string
  readonly head: RunHead
  text: string | null
}

/** The heads of all runs that the lab knows, newest first: what lists are cut from. */
export class RunCatalogue {
  private readonly byId = new Map<string, Entry>()
  private readonly order: Entry[] = []
  /** Groups whose number of runs, or whose newest run, may have changed since they were taken. */
  private changedGroups = new Map<string, { readonly part: string; readonly slot: string }>()
  private inTrash = 0
  /** The list that was asked for last: its next page is cut from the same one. */
  private last: { readonly question: string; readonly runs: readonly RunHead[] } | null = null

  get size(): number {
    return this.order.length
  }
  /** Runs in the trash. */
  get trashed(): number {
    return this.inTrash
  }
  /** Runs outside the trash, and the bytes of all, so far as they are measured. */
  totals(): Totals {
    const bytes = this.order.reduce((sum, { head }) => sum + (head.bytes ?? 0), 0)
    return { runs: this.size - this.inTrash, bytes }
  }
  ids(): string[] {
    return [...this.byId.keys()]
  }
  get(id: string): RunHead | undefined {
    return this.byId.get(id)?.head
  }

  /** Adds a run, or puts what is known of it now in the place of what was. */
  set(head: RunHead): void {
    const known = this.byId.get(head.id)
    const entry: Entry = { id: head.id, time: placeTime(head), head, text: null }
    this.last = null
    this.byId.set(head.id, entry)
    this.inTrash += isTrashed(head) - (known ? isTrashed(known.head) : 0)
    if (known && known.time === entry.time) {
      this.order[this.placeOf(known)] = entry
      if (isTrashed(known.head) !== isTrashed(head)) this.mark(head)
      return
    }
    if (known) this.order.splice(this.placeOf(known), 1)
    this.order.splice(this.placeOf(entry), 0, entry)
    this.mark(head)
  }

  /** False where there was no such run. */
  delete(id: string): boolean {
    const entry = this.byId.get(id)
    if (!entry) return false
    this.last = null
    this.order.splice(this.placeOf(entry), 1)
    this.byId.delete(id)
    this.inTrash -= isTrashed(entry.head)
    this.mark(entry.head)
    return true
  }

  /** At most `limit` of the runs that the filter admits, after the first `from` of them. */
  list(filter: RunFilter, from: number, limit: number, sort: RunSort = newestFirst): RunList {
    const question = JSON.stringify([filter, sort])
    if (this.last?.question !== question) this.last = { question, runs: sorted(this.admitted(filter), sort) }
    const { runs } = this.last
    return { runs: runs.slice(from, from + limit), total: runs.length }
  }

  private admitted(filter: RunFilter): RunHead[] {
    const isAdmitted = admits(filter)
    return this.order
      .filter((entry) => isAdmitted(entry.head, () => (entry.text ??= searchTextOf(entry.head))))
      .map(({ head }) => head)
  }

  /** Works out what is searched of a few runs that have not been asked for yet; false when none is left. */
  prepareSearch(most: number): boolean {
    let left = most
    for (const entry of this.order) {
      if (entry.text !== null) continue
      if (left-- === 0) return true
      entry.text = searchTextOf(entry.head)
    }
    return false
  }

  /** The runs by slot, without those in the trash. */
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
    const groups = new Map<string, { -readonly [K in keyof RunGroup]: RunGroup[K] }>()
    for (const { head } of this.order) {
      if (isTrashed(head)) continue
      const key = groupOf(head)
      const group = groups.get(key)
      const { part, slot } = head.request
      // A run that was opened from a file is somebody else's: nothing takes it for the latest of this lab.
      const newest = head.origin === null ? head : null
      if (group) {
        group.count++
        group.newest ??= newest
      } else groups.set(key, { part, slot, count: 1, newest })
    }
    return groups
  }

  /** Where a run stands in the order, or would. */
  private placeOf(entry: Entry): number {
    let [from, to] = [0, this.order.length]
    while (from < to) {
      const middle = (from + to) >> 1
      const there = this.order[middle]
      if (there && isBefore(there, entry)) from = middle + 1
      else to = middle
    }
    return from
  }
}

/** As a number, so that it can be counted. */
const isTrashed = ({ trashedAt }: RunHead): 0 | 1 => (trashedAt === null ? 0 : 1)
