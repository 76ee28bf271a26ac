import { headOf, type RunHead } from '#contract/run-head.ts'
import { isLive, isResumable } from '#contract/runs.ts'
import { IndexFile, type Indexed } from './index-file.ts'
import type { RunCatalogue } from './run-catalogue.ts'
import type { RunStore } from './run-store.ts'

/** Folders read side by side; the lab answers between two such groups. */
const readTogether = 8
/** A folder that cannot be read may be in the making by another lab; after so many tries it is left alone. */
const mostTries = 5
const problemsShown = 20
/** Heads taken over from the index file, or made ready to be searched, between two breaths. */
const takenTogether = 200

/** Lets the lab answer before it goes on. */
const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export interface RunReaderListener {
  /** A run is there that was not, or is not as it was known. `isNews` is false of those that the first reading finds. */
  found(head: RunHead, isNews: boolean): void
  gone(id: string): void
  /** `unread` or `problems` changed. */
  moved(): void
}

/**
 * Keeps the catalogue true to the run folders: at the start from the index file, checked against the folders in the
 * background, newest first; later what other labs on the same home made, changed or deleted.
 */
export class RunReader {
  /** Folders that have still to be read or checked. */
  unread = 0
  private readonly store: RunStore
  private readonly catalogue: RunCatalogue
  private readonly isOurs: (id: string) => boolean
  private readonly listener: RunReaderListener
  private readonly index: IndexFile
  /** Ended runs as the index file has them, or will. */
  private readonly stamps = new Map<string, string>()
  /** Their heads are of the index file, or were changed here: to be read again. */
  private readonly unchecked = new Set<string>()
  private readonly failed = new Map<string, { readonly problem: string; readonly tries: number }>()
  /** Runs of this lab that another one has taken over, until they have ended there. */
  private readonly taken = new Set<string>()
  private loaded: Promise<void> | null = null
  private refreshing: Promise<void> | null = null
  /** All folders have been read once. */
  private hasRead = false
  private isClosed = false

  constructor(
    store: RunStore,
    catalogue: RunCatalogue,
    isOurs: (id: string) => boolean,
    listener: RunReaderListener,
  ) {
    this.store = store
    this.catalogue = catalogue
    this.isOurs = isOurs
    this.listener = listener
    this.index = new IndexFile(store.home)
  }

  /** Folders that cannot be read, one sentence each; the first few. */
  get problems(): string[] {
    const all = [...this.failed.values()].map(({ problem }) => problem)
    const more = all.length - problemsShown
    return more > 0 ? [...all.slice(0, problemsShown), `${more} more run folders cannot be read.`] : all
  }

  /** Resolves when the catalogue holds what the index file does; the folders are checked by `refresh`. */
  load(): Promise<void> {
    this.loaded ??= this.readIndex()
    return this.loaded
  }

  private async readIndex(): Promise<void> {
    let taken = 0
    for (const [id, { head, stamp }] of await this.index.read()) {
      // One that began or was opened meanwhile is known better.
      if (!this.catalogue.get(id)) this.catalogue.set(head)
      this.stamps.set(id, stamp)
      this.unchecked.add(id)
      if (++taken % takenTogether === 0) await breath()
    }
    // Said at once, so that nobody takes a home whose folders have not been read for an empty one.
    const names = await this.store.names().catch(() => [])
    this.unread = names.filter((id) => this.isToBeRead(id)).length
  }

  /** This lab wrote the record of an ended run: the index file has to follow. */
  rewritten(id: string): void {
    this.unchecked.add(id)
  }

  /** A run under way here was taken over: what was said of it here stays until it has ended there. */
  hasTaken(id: string): void {
    this.taken.add(id)
  }

  /** Reads what is new or changed, once at a time; resolves when all of it has been read. */
  refresh(): Promise<void> {
    this.refreshing ??= this.readFolders().finally(() => (this.refreshing = null))
    return this.refreshing
  }

  /** Reads no more; resolves when the index file holds what has been read. */
  async close(): Promise<void> {
    this.isClosed = true
    await this.refreshing?.catch(() => undefined)
  }

  private async readFolders(): Promise<void> {
    await this.load()
    await this.store.look()
    // Ids begin with the time: the newest come first.
    const names = (await this.store.names()).sort().reverse()
    const there = new Set(names)
    const known = new Set([...this.catalogue.ids(), ...this.stamps.keys(), ...this.failed.keys()])
    const gone = [...known].filter((id) => !there.has(id) && !this.isOurs(id))
    for (const id of gone) this.forget(id)
    const waiting = names.filter((id) => this.isToBeRead(id))
    const changed: Indexed[] = []
    this.unread = waiting.length
    for (let at = 0; at < waiting.length && !this.isClosed; at += readTogether) {
      const read = await Promise.all(waiting.slice(at, at + readTogether).map((id) => this.readOne(id)))
      changed.push(...read.filter((indexed) => indexed !== null))
      this.unread = Math.max(0, waiting.length - at - readTogether)
      this.listener.moved()
    }
    this.unread = 0
    this.hasRead = true
    while (!this.isClosed && this.catalogue.prepareSearch(takenTogether)) await breath()
    const all = (): Indexed[] =>
      [...this.stamps].flatMap(([id, stamp]) => {
        const head = this.catalogue.get(id)
        return head && !isLive(head.status) ? [{ head, stamp }] : []
      })
    if (this.store.isReadOnly) return
    // A home that cannot be written has no index file; its runs are read at the next start.
    await this.index.write(changed, gone, all).catch(() => undefined)
  }

  private isToBeRead(id: string): boolean {
    if (this.isOurs(id)) return false
    const known = this.catalogue.get(id)
    if (!known) return (this.failed.get(id)?.tries ?? 0) < mostTries
    // One that ended early may be taken up by another lab.
    return this.unchecked.has(id) || this.taken.has(id) || isLive(known.status) || isResumable(known)
  }

  /** What is to be written to the index file of this run, if anything is. */
  private async readOne(id: string): Promise<Indexed | null> {
    const stamp = await this.store.stamp(id)
    const known = this.catalogue.get(id)
    const isWatched = known && (isLive(known.status) || this.taken.has(id))
    if (known && !isWatched && stamp !== null && this.stamps.get(id) === stamp) {
      this.unchecked.delete(id)
      return null
    }
    try {
      const run = await this.store.openRun(id)
      const stampNow = await this.store.stamp(id)
      this.failed.delete(id)
      // Deleted, or begun or taken up here, while it was read.
      if (!run || stampNow === null || this.isOurs(id)) return null
      if (this.taken.has(id) && isLive(run.status)) return null
      this.taken.delete(id)
      const head = headOf(run, null, isLive(run.status) ? null : await this.store.runFolder(id).size())
      if (this.isOurs(id)) return null
      if (JSON.stringify(head) !== JSON.stringify(known)) this.listener.found(head, this.hasRead || !!known)
      this.unchecked.delete(id)
      if (isLive(head.status)) return null
      if (stamp !== stampNow) {
        // Written while it was read, perhaps by this call, which closes what a killed lab left: read again next time.
        this.unchecked.add(id)
        return null
      }
      this.stamps.set(id, stampNow)
      return { head, stamp: stampNow }
    } catch (error) {
      const tries = (this.failed.get(id)?.tries ?? 0) + 1
      this.failed.set(id, { problem: this.store.problemOf(id, error), tries })
      if (tries >= mostTries) this.unchecked.delete(id)
      return null
    }
  }

  private forget(id: string): void {
    this.stamps.delete(id)
    this.unchecked.delete(id)
    this.taken.delete(id)
    this.failed.delete(id)
    this.listener.gone(id)
  }
}
