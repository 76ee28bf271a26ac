import { readdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Stored, StoredKind, StorageReport } from '#contract/storage.ts'
import { folderSize } from '#files/folder-size.ts'
import type { RunManager } from '#runs/run-manager.ts'
import type { WorksheetStore } from '#worksheet/worksheet-store.ts'

/** What the lab's folder holds besides the runs, by the names in it; everything else is "other". */
const kinds: Readonly<Record<string, StoredKind>> = {
  worksheets: 'worksheets',
  datasets: 'data',
  data: 'data',
  engines: 'engines',
  recordings: 'recordings',
  backups: 'backups',
}
const order: readonly StoredKind[] = ['worksheets', 'data', 'engines', 'recordings', 'backups', 'other']

interface Measured {
  readonly stored: readonly Stored[]
  readonly free: number | null
  readonly unread: readonly string[]
  readonly at: string
}

/**
 * How much the data folder holds. The sizes of runs are those that were measured when each was read; all other folders
 * are walked once, and again only when somebody asks for it.
 */
export class StorageMeter {
  private readonly home: string
  private readonly manager: RunManager
  private readonly worksheets: WorksheetStore
  private measured: Promise<Measured> | null = null

  constructor(home: string, manager: RunManager, worksheets: WorksheetStore) {
    this.home = home
    this.manager = manager
    this.worksheets = worksheets
  }

  async measure(isAnew: boolean): Promise<StorageReport> {
    if (isAnew) this.measured = null
    const [{ stored, free, unread, at }] = await Promise.all([
      (this.measured ??= this.walk()),
      this.manager.library.load(),
    ])
    return {
      home: this.home,
      stored: [...this.runs(), ...stored],
      free,
      unread: [...unread],
      measuredAt: at,
    }
  }

  private runs(): Stored[] {
    const of = (kind: 'runs' | 'trash', unread: number): Stored => {
      const { runs } = this.manager.list(kind === 'trash' ? { isTrash: true } : {})
      return {
        kind,
        count: runs.length,
        bytes: runs.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
        unmeasured: runs.filter(({ bytes }) => bytes === null).length + unread,
      }
    }
    return [of('runs', this.manager.library.census().unread), of('trash', 0)]
  }

  private async walk(): Promise<Measured> {
    const sums = new Map<StoredKind, { count: number; bytes: number }>()
    const unread: string[] = []
    const names = await readdir(this.home).catch((error: Error) => {
      unread.push(`${this.home} (${error.message})`)
      return []
    })
    for (const name of names) {
      if (name === 'runs') continue
      const size = await folderSize(join(this.home, name))
      const kind = kinds[name] ?? 'other'
      const sum = sums.get(kind) ?? { count: 0, bytes: 0 }
      sums.set(kind, { count: sum.count + size.files, bytes: sum.bytes + size.bytes })
      unread.push(...size.unread)
    }
    const worksheets = (await this.worksheets.list()).length
    const free = await statfs(this.home).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => null,
    )
    const stored = order.flatMap((kind) => {
      const sum = sums.get(kind)
      if (!sum) return []
      return [{ kind, ...sum, ...(kind === 'worksheets' ? { count: worksheets } : {}), unmeasured: 0 }]
    })
    return { stored, free, unread, at: new Date().toISOString() }
  }
}
