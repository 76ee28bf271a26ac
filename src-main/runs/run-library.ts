import { headOf, type RunCensus, type RunHead } from '#contract/run-head.ts'
import type { RunFilter, RunList, RunSort } from '#contract/run-list.ts'
import { isLive, type RunSummary } from '#contract/runs.ts'
import { missingFrom } from './end-run.ts'
import type { Recording } from './recording.ts'
import { RecordingShelf, type Loan } from './recording-shelf.ts'
import type { Totals } from './quota.ts'
import { RunCatalogue } from './run-catalogue.ts'
import { RunError } from './run-error.ts'
import { RunReader } from './run-reader.ts'
import type { RunStore } from './run-store.ts'

export interface RunListener {
  changed(run: RunHead): void
  deleted(id: string): void
  /** A run under way has new samples or values. */
  progressed(id: string): void
  /** There are more runs, fewer, or others; told at most ten times a second. */
  counted(census: RunCensus): void
}

const countEvery = 100

/** The runs on disk: their heads in memory, everything else read when it is looked at; and who hears of changes. */
export class RunLibrary {
  private readonly store: RunStore
  private readonly catalogue = new RunCatalogue()
  private readonly reader: RunReader
  private readonly shelf: RecordingShelf
  private readonly listeners = new Set<RunListener>()
  private countTimer: NodeJS.Timeout | null = null
  private expired = 0

  /** `isOurs`: the run is under way in this lab, so what is on disk is not asked. */
  constructor(store: RunStore, isOurs: (id: string) => boolean) {
    this.store = store
    this.shelf = new RecordingShelf((id) => this.readSamples(id))
    this.reader = new RunReader(store, this.catalogue, isOurs, {
      // Of the first reading only the numbers are told: a page asks for the rows that it shows.
      found: (head, isNews) => {
        if (isNews || isLive(head.status)) this.changed(head)
        else this.put(head)
      },
      gone: (id) => this.forget(id),
      moved: () => this.count(),
    })
  }

  listen(listener: RunListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Resolves when lists can be asked for; the folders are read by `refresh`. */
  load(): Promise<void> {
    return this.reader.load()
  }
  /** Reads the run folders: at first all, later what other labs on the same home made, changed or deleted. */
  refresh(): Promise<void> {
    return this.reader.refresh()
  }
  async close(): Promise<void> {
    if (this.countTimer) clearTimeout(this.countTimer)
    await this.reader.close()
  }

  list(filter: RunFilter, from: number, limit: number, sort?: RunSort): RunList {
    return this.catalogue.list(filter, from, limit, sort)
  }
  /** What the runs known so far come to. */
  totals(): Totals {
    return this.catalogue.totals()
  }

  census(): RunCensus {
    return this.censusOf(this.catalogue.groups())
  }
  private censusOf(groups: RunCensus['groups']): RunCensus {
    const { unread, problems } = this.reader
    return { groups, trashed: this.catalogue.trashed, expired: this.expired, unread, problems }
  }
  /** So many runs had been in the trash too long and were removed. */
  hasExpired(runs: number): void {
    this.expired += runs
    if (runs > 0) this.count()
  }
  /** What is known of a run; undefined where there is none, or its folder has not been read yet. */
  known(id: string): RunHead | undefined {
    return this.catalogue.get(id)
  }

  /** Throws RunError when there is no such run; its folder may not have been read yet. */
  async find(id: string): Promise<void> {
    await this.load()
    if (!this.catalogue.get(id) && (await this.store.stamp(id)) === null) throw noSuchRun(id)
  }

  /** A run from its folder, all but its samples. Throws RunError when there is none, or it cannot be read. */
  async summary(id: string): Promise<RunSummary> {
    await this.find(id)
    const run = await this.store.openRun(id).catch((error: unknown) => {
      throw new RunError(this.store.problemOf(id, error))
    })
    if (!run) throw noSuchRun(id)
    if (!this.catalogue.get(id)) this.changed(headOf(run))
    return run
  }

  /** The samples in a run's folder; what an ended run lacks of them is said where it is shown. */
  private async readSamples(id: string): Promise<Recording> {
    const { recording, lost } = await this.store.runFolder(id).readSamples()
    const run = await this.store.read(id)
    const problem = run && !isLive(run.status) ? missingFrom(run, recording, lost) : null
    if (run && problem !== null) this.changed({ ...headOf(run), problem, samples: recording.length })
    return recording
  }

  /** The samples of a run from its folder. */
  borrow(id: string): Promise<Loan> {
    return this.shelf.borrow(id)
  }
  /** Recordings that are in memory because somebody looks at them. */
  get recordingsHeld(): number {
    return this.shelf.size
  }
  /** What was read of a run's samples does not hold any more. */
  dropSamples(id: string): void {
    this.shelf.forget(id)
  }

  /** A run under way here was taken over by another lab: what was said of it here stays until it has ended there. */
  hasTaken(id: string): void {
    this.reader.hasTaken(id)
  }

  /** This lab wrote the record of an ended run; the index file follows at the next refresh. */
  rewritten(id: string): void {
    this.reader.rewritten(id)
  }

  /** Takes over what is known of a run now, and says so to nobody. */
  put(head: RunHead): void {
    this.catalogue.set(this.withBytes(head))
  }
  /** A record does not know how large its folder is: what was measured last stays until it is measured again. */
  private withBytes(head: RunHead): RunHead {
    if (head.bytes !== null || isLive(head.status)) return head
    return { ...head, bytes: this.catalogue.get(head.id)?.bytes ?? null }
  }
  /** Takes over what is known of a run now; all who listen hear of it. */
  changed(head: RunHead): void {
    const known = this.catalogue.get(head.id)
    const now = this.withBytes(head)
    this.catalogue.set(now)
    for (const listener of this.listeners) listener.changed(now)
    if (known?.trashedAt !== now.trashedAt) this.count()
  }
  progressed(id: string): void {
    for (const listener of this.listeners) listener.progressed(id)
  }
  /** The run is gone. */
  forget(id: string): void {
    this.shelf.forget(id)
    if (!this.catalogue.delete(id)) return
    for (const listener of this.listeners) listener.deleted(id)
    this.count()
  }

  private count(): void {
    this.countTimer ??= setTimeout(() => {
      this.countTimer = null
      const census = this.censusOf(this.catalogue.takeChangedGroups())
      for (const listener of this.listeners) listener.counted(census)
    }, countEvery)
  }
}

/** The refusal of a request for a run that is not there. */
export const noSuchRun = (id: string): RunError =>
  new RunError(`There is no run "${id}"; it may have been deleted.`, 'run')
