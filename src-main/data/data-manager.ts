import { rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DatasetPreview, DatasetsState } from '#contract/datasets.ts'
import { downloadsOff } from '#contract/policy.ts'
import { cifar10Download, downloadPath, type Download } from './cifar10-download.ts'
import { cifar10Path } from '#datasets/cifar10.ts'
import { officialFileImages } from './cifar10-format.ts'
import { DatasetError } from '#datasets/dataset-error.ts'
import { findCifar10, type StoredCifar10 } from '#datasets/find-cifar10.ts'
import type { ChildLink, StartProcess } from '#processes/link.ts'
import { fromDataJobSchema, type ToDataJob } from './job-protocol.ts'
import { previewImages } from './preview.ts'
import { Receiving, type Piece } from './receiving.ts'

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
  /** Whether a run reads the images now. */
  readonly isInUse?: () => boolean
}
const official: DataSource = { download: cifar10Download, fileImages: officialFileImages }

/** The data sets of the lab; imports and downloads go on in a process of their own, one at a time. */
export class DataManager {
  private readonly home: string
  private readonly startProcess: StartProcess
  private readonly source: DataSource
  private readonly mayDownload: () => boolean
  private readonly isInUse: () => boolean
  private readonly receiving: Receiving
  private readonly listeners = new Set<(state: DatasetsState) => void>()
  private job: DatasetsState['job'] = null
  private problem: string | null = null
  private child: ChildLink | null = null
  private isCancelled = false
  private soon: NodeJS.Timeout | null = null
  private turn = 0

  constructor(
    home: string,
    startProcess: StartProcess,
    { source = official, mayDownload = () => true, isInUse = () => false }: DataOptions = {},
  ) {
    this.home = home
    this.startProcess = startProcess
    this.source = source
    this.mayDownload = mayDownload
    this.isInUse = isInUse
    this.receiving = new Receiving(home, source.fileImages)
  }

  listen(listener: (state: DatasetsState) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async state(): Promise<DatasetsState> {
    // Before anything is read: a job that ends meanwhile has changed what is stored, and another state follows.
    const { job, problem } = this
    const { found, damage } = await this.stored()
    const { header } = found ?? {}
    const { address, bytes } = this.source.download
    const sizeOf = (path: string): Promise<number> =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      )
    const kept = Math.min(await sizeOf(downloadPath(this.home)), bytes)
    return {
      auto: header ? 'cifar10' : 'shapes10',
      cifar10: header
        ? {
            trainImages: header.train,
            testImages: header.test,
            sha256: header.sha256,
            source: header.source,
            isOfficial: header.isOfficial,
            bytes: await sizeOf(found?.path ?? ''),
            isShared: found?.path !== cifar10Path(this.home),
          }
        : null,
      download: { address, bytes, kept },
      job,
      problem,
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

  /**
   * Takes a piece of an archive that a page (`owner`) sends; resolves when it is written. With the last one the import
   * begins. Rejects with DatasetError where it is no archive, too large, or does not follow.
   */
  async receive(piece: Piece, owner: object): Promise<null> {
    const { from, total, file } = piece
    if (from === 0) {
      this.refuseIfBusy()
      this.receiving.begin(piece, owner)
      this.problem = null
      this.job = { kind: 'import', phase: 'receiving', done: 0, total }
    }
    const written = this.receiving.take(piece, owner)
    if (this.job) this.job = { ...this.job, done: this.receiving.received }
    this.tellSoon()
    try {
      const path = await written
      // Cancelled while the last of it was written: it is gone.
      if (path !== null && this.receiving.path === path)
        this.start('import', path, { name: file, done: () => this.receiving.discard() })
      return null
    } catch (error) {
      // A stray piece of another page, or one behind the last, disturbs nothing.
      if (!this.child && this.receiving.isFrom(owner, piece.upload)) this.cancel()
      throw error
    }
  }

  /** The page that was sending an archive has gone. */
  abandon(owner: object): void {
    if (this.receiving.isFrom(owner) && !this.child) this.cancel()
  }

  /** Deletes the stored CIFAR-10. Throws DatasetError where it is in use, or not this lab's own. */
  async remove(): Promise<void> {
    this.refuseIfBusy()
    const own = cifar10Path(this.home)
    const { found, damage } = await this.stored()
    if (!found && damage === null)
      throw new DatasetError('CIFAR-10 is not kept here; there is nothing to remove.')
    if (found && found.path !== own)
      throw new DatasetError(
        `CIFAR-10 is in ${found.path}, for all users of this machine; ask its administrator to remove it.`,
      )
    if (this.isInUse())
      throw new DatasetError('A run reads the images of CIFAR-10 now; stop it or wait for its end.')
    await rm(dirname(own), { recursive: true, force: true }).catch((error: Error) => {
      throw new DatasetError(
        `${dirname(own)} cannot be removed (${error.message}); close what uses it, and try again.`,
      )
    })
    this.problem = null
    this.tell()
  }

  /** Ends the job, if there is one; what a download has received is kept, and half an import is not. */
  cancel(): void {
    const { child } = this
    if (!child) {
      if (this.job?.phase !== 'receiving') return
      this.receiving.discard()
      return this.end(null)
    }
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
    this.receiving.discard()
  }

  private refuseIfBusy(): void {
    if (this.job) throw new DatasetError(`Another ${this.job.kind} is under way; wait or cancel it.`)
  }

  private async stored(): Promise<{ found: StoredCifar10 | null; damage: string | null }> {
    try {
      return { found: await findCifar10(this.home), damage: null }
    } catch (error) {
      return { found: null, damage: (error as Error).message }
    }
  }

  /** `received`: the file came from a page, which knows it by its name, and goes when the job is done with it. */
  private start(
    kind: 'import' | 'download',
    source: string | Download,
    received: { readonly name: string; done(): void } | null = null,
  ): void {
    if (!received) this.refuseIfBusy()
    const end = (problem: string | null): void => {
      received?.done()
      const inside = received && typeof source === 'string' ? source : null
      this.end(inside === null ? problem : (problem?.replaceAll(inside, received?.name ?? '') ?? null))
    }
    const child = this.startProcess('data-job')
    this.child = child
    this.isCancelled = false
    this.problem = null
    this.job = { kind, phase: 'starting', done: 0, total: null }
    child.onMessage((raw) => {
      if (this.child !== child) return
      const message = fromDataJobSchema.safeParse(raw)
      if (!message.success) return end('The data process sent a message that the lab does not know.')
      if (message.data.type === 'ended') return end(message.data.problem)
      const { phase, done, total } = message.data
      this.job = { kind, phase, done, total }
      this.tell()
    })
    child.onExit((how) => {
      if (this.child === child) end(this.isCancelled ? null : `The data process ${how}; try again.`)
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

  /** The pieces of an archive come by the hundred: told at most about ten times a second. */
  private tellSoon(): void {
    this.soon ??= setTimeout(() => {
      this.soon = null
      this.tell()
    }, 100)
  }

  /** Reads the state and tells it, unless a newer one is being read by then. */
  private tell(): void {
    const turn = ++this.turn
    void this.state().then((state) => {
      if (turn !== this.turn) return
      for (const listener of this.listeners) listener(state)
    })
  }
}
