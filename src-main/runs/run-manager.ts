import { bodyOf, headOf, type RunBody, type RunHead } from '#contract/run-head.ts'
import type { RunFilter, RunList, RunSort } from '#contract/run-list.ts'
import { openPolicy, type Quota } from '#contract/policy.ts'
import { isLive, isResumable, type RunRequest, type RunSummary } from '#contract/runs.ts'
import type { TelemetryReading } from '#contract/telemetry.ts'
import type { StartProcess } from '#processes/link.ts'
import type { ToTrainer } from '#trainer/protocol.ts'
import { LiveRun, watchedLive } from './live-run.ts'
import { LiveRuns } from './live-runs.ts'
import { newRun, type StartOptions } from './new-run.ts'
import { Recording } from './recording.ts'
import { RunEdits } from './run-edits.ts'
import { refuseOverQuota } from './quota.ts'
import { RunError } from './run-error.ts'
import { latestTime, nextRunId } from './run-order.ts'
import { noSuchRun, RunLibrary, type RunListener } from './run-library.ts'
import type { QueueLimits } from './run-queue.ts'
import { changeProblem, type RunStore } from './run-store.ts'
import { RunWriter } from './run-writer.ts'
import { storeRun } from './store-run.ts'
import { takeUp } from './take-up.ts'
import { watchedAsStored, type LookedAt } from './watcher.ts'

interface ManagerOptions {
  readonly limits?: QueueLimits | undefined
  /** What an administrator allows now. */
  readonly quota?: (() => Quota) | undefined
}

/**
 * All runs of the lab: those under way, each with a trainer process of its own or in the queue for one, and those on
 * disk, of which only the heads are in memory.
 */
export class RunManager {
  /** Those under way, and the queue. */
  readonly live: LiveRuns
  /** The runs on disk. */
  readonly library: RunLibrary
  /** Names, notes, pins and the trash. */
  readonly edits: RunEdits
  private readonly store: RunStore
  private readonly startProcess: StartProcess
  private readonly versions: Readonly<Record<string, string>>
  private readonly quota: () => Quota
  /** Runs whose folder is being made; they are nobody else's. */
  private readonly starting = new Set<string>()

  constructor(
    store: RunStore,
    startProcess: StartProcess,
    versions: Readonly<Record<string, string>>,
    { limits, quota = () => openPolicy.quota }: ManagerOptions = {},
  ) {
    this.store = store
    this.startProcess = startProcess
    this.versions = versions
    this.quota = quota
    this.live = new LiveRuns(limits, (id) => this.library.changed(this.head(id)))
    this.library = new RunLibrary(store, (id) => this.live.has(id) || this.starting.has(id))
    this.edits = new RunEdits(store, this.library, this.live)
  }

  /** Takes note of the run folders: at first of all, later of what other labs on the same home did since. */
  refresh(): Promise<void> {
    return this.library.refresh()
  }
  listen(listener: RunListener): () => void {
    return this.library.listen(listener)
  }
  /** A page of the runs, newest first unless sorted. */
  list(filter: RunFilter = {}, from = 0, limit = Infinity, sort?: RunSort): RunList {
    for (const { run } of this.live.all()) this.library.put(this.head(run.id))
    return this.library.list(filter, from, limit, sort)
  }
  /** Those under way and those that wait. */
  liveRuns(): RunHead[] {
    return this.live.all().flatMap(({ run }) => (isLive(run.status) ? [this.head(run.id)] : []))
  }

  /** Starts a run. Throws ParamsError or RunError when the request cannot be carried out. */
  async start(request: RunRequest, options: StartOptions): Promise<RunHead> {
    const latest = latestTime(await this.store.names())
    // From here to the reservation nothing is waited for: of two asked for at once the limit refuses the second.
    const summary = newRun(request, options, this.versions, latest)
    this.live.refuseIfFull(this.starting.size)
    refuseOverQuota(this.quota(), this.library.totals(), this.starting.size + 1)
    this.starting.add(summary.id)
    try {
      const writer = await RunWriter.create(this.store.folder, summary).catch((error: Error) => {
        throw new RunError(
          `The run could not be started: ${this.store.folder} cannot be written (${error.message}); free some space or set LAB182_HOME to another folder.`,
        )
      })
      this.bringUp(summary, writer, new Recording(), {}, options.isPaused)
      return this.head(summary.id)
    } finally {
      this.starting.delete(summary.id)
    }
  }

  /** Stores an ended run that was carried out elsewhere, as `make` writes its record under this id. */
  async adopt(make: (id: string) => RunSummary, recording: Recording): Promise<RunHead> {
    const run = make(nextRunId(Date.now(), latestTime(await this.store.names())))
    this.starting.add(run.id)
    try {
      await storeRun(this.store.folder, run, recording)
    } catch (error) {
      throw changeProblem(error, this.store.folder)
    } finally {
      this.starting.delete(run.id)
    }
    this.library.rewritten(run.id)
    this.library.changed(headOf(run))
    return headOf(run)
  }

  /**
   * Ids for `count` runs that will be started together, oldest first. Throws RunError when not all of them could begin
   * or wait.
   */
  async reserveIds(count: number): Promise<string[]> {
    const latest = latestTime(await this.store.names())
    this.live.refuseIfFull(this.starting.size + count - 1)
    refuseOverQuota(this.quota(), this.library.totals(), this.starting.size + count)
    return Array.from({ length: count }, () => nextRunId(Date.now(), latest))
  }

  /** Takes up a run that ended early: finished jobs keep their samples and results, the others begin anew. */
  async resume(id: string, stepsPerSecond: number | null): Promise<RunHead> {
    if (this.starting.has(id) || this.live.has(id))
      throw new RunError('This run is already being resumed, or has not ended yet.', 'run')
    this.live.refuseIfFull(this.starting.size)
    // Reserved before the first wait: who asks a moment later is refused.
    this.starting.add(id)
    try {
      const known = await this.library.summary(id)
      if (known.trashedAt !== null)
        throw new RunError('This run is in the trash; restore it before you resume it.', 'run')
      // One that another lab had under way is judged by its claim.
      if (!isResumable(known) && !isLive(known.status)) throw notResumable()
      return await this.edits.alone(id, async () => {
        const taken = await takeUp(this.store, id, stepsPerSecond)
        if ('ended' in taken) {
          this.library.changed(headOf(taken.ended))
          throw notResumable()
        }
        const kept = Object.fromEntries(taken.jobs.map(({ key, result }) => [key, result]))
        this.bringUp(taken.summary, taken.writer, taken.recording, kept, false)
        return this.head(id)
      })
    } finally {
      this.starting.delete(id)
    }
  }

  private bringUp(
    summary: RunSummary,
    writer: RunWriter,
    recording: Recording,
    kept: Extract<ToTrainer, { type: 'begin' }>['kept'],
    isPaused: boolean,
  ): void {
    const { request, stepsPerSecond, seconds } = summary
    const live = new LiveRun(
      summary,
      writer,
      () => this.startProcess('trainer'),
      {
        type: 'begin',
        request,
        isPaused,
        stepsPerSecond,
        home: this.store.home,
        kept,
        secondsBefore: seconds,
      },
      recording,
      (run, kind) => this.liveChanged(run, kind),
    )
    this.library.dropSamples(summary.id)
    void this.live.carryOut(summary.id, live).then(() => this.library.rewritten(summary.id))
  }

  control(id: string, action: 'pause' | 'resume' | 'step' | 'stop'): void {
    const live = this.liveRun(id)
    const place = this.live.place(id)
    if (place !== null && action !== 'stop')
      throw new RunError(
        `This run waits for its turn (place ${place}); until it starts, it can only be stopped.`,
        'run',
      )
    live.control(action)
  }

  setSpeed(id: string, stepsPerSecond: number | null): void {
    this.liveRun(id).setSpeed(stepsPerSecond)
  }

  /** The head of a run as it is now. Throws RunError when there is none. */
  head(id: string): RunHead {
    const head = this.headOrNull(id)
    if (!head) throw noSuchRun(id)
    return head
  }
  headOrNull(id: string): RunHead | null {
    const live = this.live.get(id)
    return (live ? headOf(live.run, this.live.place(id)) : this.library.known(id)) ?? null
  }

  /** All of a run but its samples, as it is now; a finished one is read from its folder. Rejects when there is none. */
  async summary(id: string): Promise<RunSummary> {
    return this.live.get(id)?.run ?? this.library.summary(id)
  }

  isUnderWayHere(id: string): boolean {
    return this.live.has(id)
  }

  /** The bodies of these runs; one that is gone or cannot be read is left out. */
  async bodies(ids: readonly string[]): Promise<RunBody[]> {
    const bodies = await Promise.all(ids.map((id) => this.summary(id).then(bodyOf, () => [])))
    return bodies.flat()
  }

  /**
   * A run to be streamed: one under way grows, a finished one is read from its folder and stays in memory until
   * `giveBack`. Rejects when there is none.
   */
  async look(id: string): Promise<LookedAt> {
    const found = await this.summary(id)
    const live = this.live.get(id)
    if (live) return { run: live.run, watched: watchedLive(live), isStored: false, giveBack: () => undefined }
    const { recording, giveBack } = await this.library.borrow(id)
    return { run: found, watched: watchedAsStored(found, recording), isStored: true, giveBack }
  }

  logTelemetry(reading: TelemetryReading): void {
    for (const live of this.live.all()) if (isLive(live.run.status)) live.logTelemetry(reading)
  }

  /** Stops every run, those that wait too, and waits until each is written. */
  async close(): Promise<void> {
    await this.live.close()
    await this.library.close()
  }

  private liveRun(id: string): LiveRun {
    const live = this.live.get(id)
    if (live && isLive(live.run.status)) return live
    const run = this.head(id)
    throw new RunError(
      isLive(run.status)
        ? 'This run belongs to another Lab 182 that is open; control it there.'
        : `This run has ended (${run.status}); start a new one.`,
      'run',
    )
  }

  private liveChanged(run: RunSummary, kind: 'progress' | 'summary'): void {
    if (kind === 'progress') {
      this.library.progressed(run.id)
      return
    }
    this.live.statusChanged(run)
    // A run of this lab is interrupted only by another that takes it over.
    if (run.status === 'interrupted') this.library.hasTaken(run.id)
    this.library.changed(headOf(run, this.live.place(run.id)))
    this.live.advance()
  }
}

const notResumable = (): RunError =>
  new RunError('This run has no finished jobs to go on from, or has not ended early; start a new one.', 'run')
