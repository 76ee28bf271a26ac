import { stat } from 'node:fs/promises'
import type { DatasetPreview, DatasetsState } from '#contract/datasets.ts'
import { downloadsOff } from '#contract/policy.ts'
import { cifar10Download, downloadPath, type Download } from './cifar10-download.ts'
import { officialFileImages } from './cifar10-format.ts'
import { DatasetError } from '#datasets/dataset-error.ts'
import { findCifar10, type StoredCifar10 } from '#datasets/find-cifar10.ts'
import type { ChildLink, StartProcess } from '#processes/link.ts'
import { fromDataJobSchema, type ToDataJob } from './job-protocol.ts'
import { previewImages } from './preview.ts'

/** A job that does not end within this many milliseconds of a cancel is killed. */
const cancelPatience = 800

export interface DataSource {
  readonly download: Download
  /** Images in each of CIFAR-10's six files; tests make small ones. */
  readonly fileImages: number
}
interface DataOptions {
  readonly source?: DataSource
  readonly mayDownload?: () => boolean
}
const official: DataSource = { download: cifar10Download, fileImages: officialFileImages }

/** The data sets of the lab; imports and downloads go on in a process of their own, one at a time. */
export class DataManager {
  private readonly home: string
  private readonly startProcess: StartProcess
  private readonly source: DataSource
  private readonly mayDownload: () => boolean
  private readonly listeners = new Set<(state: DatasetsState) => void>()
  private job: DatasetsState['job'] = null
  private problem: string | null = null
  private child: ChildLink | null = null
  private isCancelled = false

  /** `mayDownload`: whether the lab's policy lets anything be fetched now. */
  constructor(
    home: string,
    startProcess: StartProcess,
    { source = official, mayDownload = () => true }: DataOptions = {},
  ) {
    this.home = home
    this.startProcess = startProcess
    this.source = source
    this.mayDownload = mayDownload
  }

  listen(listener: (state: DatasetsState) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async state(): Promise<DatasetsState> {
    const { found, damage } = await this.stored()
    const { header } = found ?? {}
    const { address, bytes } = this.source.download
    const kept = await stat(downloadPath(this.home)).then(
      ({ size }) => Math.min(size, bytes),
      () => 0,
    )
    return {
      auto: header ? 'cifar10' : 'shapes10',
      cifar10: header
        ? {
            trainImages: header.train,
            testImages: header.test,
            sha256: header.sha256,
            source: header.source,
            isOfficial: header.isOfficial,
          }
        : null,
      download: { address, bytes, kept },
      job: this.job,
      problem: this.problem,
      damage,
    }
  }

  /** Starts an import from a path on this machine. Throws DatasetError while another job is under way. */
  import(path: string): void {
    this.start('import', path)
  }

  /** Throws DatasetError where the policy forbids it, and while another job is under way. */
  download(): void {
    if (!this.mayDownload()) throw new DatasetError(downloadsOff)
    this.start('download', this.source.download)
  }

  /** Ends the job, if there is one; what a download has received is kept, and half an import is not. */
  cancel(): void {
    const { child } = this
    if (!child) return
    this.isCancelled = true
    child.post({ type: 'cancel' } satisfies ToDataJob)
    setTimeout(() => child.kill(), cancelPatience).unref()
  }

  /** The problem of the last job is shown no more. */
  dismiss(): void {
    this.problem = null
    this.tell()
  }

  async preview(name: 'cifar10' | 'shapes10' | 'auto', count: number, seed: number): Promise<DatasetPreview> {
    const found = name === 'shapes10' ? null : (await this.stored()).found
    if (name === 'cifar10' && !found)
      throw new DatasetError(
        'CIFAR-10 is not available yet; import or download it, or choose shapes10.',
        'name',
      )
    return previewImages(found && { path: found.path, ...found.header }, count, seed)
  }

  close(): void {
    this.child?.kill()
  }

  private async stored(): Promise<{ found: StoredCifar10 | null; damage: string | null }> {
    try {
      return { found: await findCifar10(this.home), damage: null }
    } catch (error) {
      return { found: null, damage: (error as Error).message }
    }
  }

  private start(kind: 'import' | 'download', source: string | Download): void {
    if (this.child)
      throw new DatasetError(`Another ${this.job?.kind ?? 'import'} is under way; wait or cancel it.`)
    const child = this.startProcess('data-job')
    this.child = child
    this.isCancelled = false
    this.problem = null
    this.job = { kind, phase: 'starting', done: 0, total: null }
    child.onMessage((raw) => {
      if (this.child !== child) return
      const message = fromDataJobSchema.safeParse(raw)
      if (!message.success) return this.end('The data process sent a message that the lab does not know.')
      if (message.data.type === 'ended') return this.end(message.data.problem)
      const { phase, done, total } = message.data
      this.job = { kind, phase, done, total }
      this.tell()
    })
    child.onExit((how) => {
      if (this.child === child) this.end(this.isCancelled ? null : `The data process ${how}; try again.`)
    })
    const { fileImages } = this.source
    child.post({ type: 'begin', home: this.home, source, fileImages } satisfies ToDataJob)
    this.tell()
  }

  private end(problem: string | null): void {
    const { child } = this
    this.child = null
    this.job = null
    this.problem = problem
    child?.kill()
    this.tell()
  }

  private tell(): void {
    void this.state().then((state) => {
      for (const listener of this.listeners) listener(state)
    })
  }
}
