import type { EngineDescription, RunRequest, RunSummary } from '#contract/runs.ts'
import { isLive, isResumable } from '#contract/runs.ts'
import type { TelemetryReading } from '#contract/telemetry.ts'
import { slotOf } from '#experiments/problems.ts'
import type { StartProcess } from '#processes/link.ts'
import type { ToTrainer } from '#trainer/protocol.ts'
import { LiveRun } from './live-run.ts'
import { Recording } from './recording.ts'
import type { RunFolder } from './run-folder.ts'
import type { RunStore } from './run-store.ts'

/** A request that cannot be carried out; the message is the sentence for the user. */
export class RunError extends Error {
  readonly field: string | null
  constructor(message: string, field: string | null = null) {
    super(message)
    this.name = 'RunError'
    this.field = field
  }
}

export interface RunListener {
  changed(run: RunSummary): void
  deleted(id: string): void
  /** New samples of a run are in its recording. */
  sampled(id: string): void
}

/** Finished runs kept in memory for whoever looks at them again. */
const recordingsKept = 8

/** All runs of the lab: those under way, each with a trainer process of its own, and those on disk. */
export class RunManager {
  private readonly live = new Map<string, LiveRun>()
  private readonly runs = new Map<string, RunSummary>()
  private readonly recordings = new Map<string, Promise<Recording>>()
  private readonly listeners = new Set<RunListener>()
  private readonly store: RunStore
  private readonly startProcess: StartProcess
  private readonly versions: Readonly<Record<string, string>>
  private started = 0
  /** Runs whose folder is being made; they are nobody else's. */
  private readonly starting = new Set<string>()

  constructor(
    store: RunStore,
    runs: readonly RunSummary[],
    startProcess: StartProcess,
    versions: Readonly<Record<string, string>>,
  ) {
    this.store = store
    this.startProcess = startProcess
    this.versions = versions
    for (const run of [...runs].reverse()) this.runs.set(run.id, run)
  }

  /** Newest first. */
  list(): RunSummary[] {
    return [...this.runs.values()].reverse()
  }

  listen(listener: RunListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Starts a run. Throws ParamsError or RunError when the request cannot be carried out. */
  async start(
    request: RunRequest,
    { isPaused, stepsPerSecond }: { readonly isPaused: boolean; readonly stepsPerSecond: number | null },
  ): Promise<RunSummary> {
    const slot = slotOf(request)
    if (!slot) throw new RunError(`There is no part "${request.part}" with a slot "${request.slot}".`, 'part')
    const asked = slot.ask(request.params)
    const params = asked.params as RunRequest['params']
    const createdAt = new Date().toISOString()
    const summary: RunSummary = {
      id: `${createdAt.replace(/[:.]/g, '-').toLowerCase()}-${process.pid.toString(36)}${(this.started++).toString(36)}`,
      name: slot.title,
      request: { ...request, params },
      status: isPaused ? 'paused' : 'starting',
      problem: null,
      createdAt,
      endedAt: null,
      engine: pendingEngine(request.engine),
      versions: { ...this.versions },
      dataHash: null,
      dataNote: null,
      totalSteps: asked.totalSteps,
      stepsDone: 0,
      sampleCounts: {},
      seconds: 0,
      stepsPerSecond,
      hasDiverged: false,
      finishedJobs: 0,
      attempt: 1,
      values: {},
    }
    const folder = this.store.runFolder(summary.id)
    this.starting.add(summary.id)
    try {
      await folder.create(summary)
    } catch (error) {
      throw new RunError(
        `The run could not be started: ${folder.path} cannot be written (${(error as Error).message}); free some space or set LAB182_HOME to another folder.`,
      )
    }
    this.bringUp(summary, folder, new Recording(), {}, isPaused)
    this.starting.delete(summary.id)
    return summary
  }

  /** Takes up a run that ended early: finished jobs keep their samples and results, the others begin anew. */
  async resume(id: string, stepsPerSecond: number | null): Promise<RunSummary> {
    const ended = this.summary(id)
    if (this.live.has(id) || !isResumable(ended))
      throw new RunError(
        'This run has no finished jobs to go on from, or has not ended early; start a new one.',
        'run',
      )
    const folder = this.store.runFolder(id)
    const jobs = await folder.readKept()
    const { recording } = await folder.readSamples()
    const kept = recording.only(new Set(jobs.flatMap(({ tracks }) => tracks)))
    const summary: RunSummary = {
      ...ended,
      status: 'starting',
      problem: null,
      endedAt: null,
      sampleCounts: kept.counts(),
      stepsDone: kept.stepsDone(),
      finishedJobs: jobs.length,
      stepsPerSecond,
      attempt: ended.attempt + 1,
    }
    await folder.rewrite(summary, kept)
    this.bringUp(
      summary,
      folder,
      kept,
      Object.fromEntries(jobs.map(({ key, result }) => [key, result])),
      false,
    )
    return summary
  }

  private bringUp(
    summary: RunSummary,
    folder: RunFolder,
    recording: Recording,
    kept: Extract<ToTrainer, { type: 'begin' }>['kept'],
    isPaused: boolean,
  ): void {
    const { request, stepsPerSecond, seconds } = summary
    const live = new LiveRun(
      summary,
      folder,
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
    this.live.set(summary.id, live)
    this.changed(live.run)
    void live.ended.then(() => this.live.delete(summary.id))
  }

  control(id: string, action: 'pause' | 'resume' | 'step' | 'stop'): void {
    this.liveRun(id).control(action)
  }

  setSpeed(id: string, stepsPerSecond: number | null): void {
    this.liveRun(id).setSpeed(stepsPerSecond)
  }

  async rename(id: string, name: string): Promise<void> {
    const live = this.live.get(id)
    if (live) return live.rename(name)
    const run = { ...this.summary(id), name }
    await this.store.runFolder(id).writeSummary(run, null)
    this.changed(run)
  }

  async delete(id: string): Promise<void> {
    const live = this.live.get(id)
    if (live && isLive(live.run.status))
      throw new RunError('This run is under way; stop it before you delete it.')
    this.summary(id)
    await this.store.runFolder(id).remove()
    this.forget(id)
  }

  /** The run as it is now. Throws RunError when there is none. */
  summary(id: string): RunSummary {
    const run = this.runs.get(id)
    if (!run) throw new RunError(`There is no run "${id}"; it may have been deleted.`, 'run')
    return run
  }

  /** The samples of a run: those of a run under way grow, those of a finished one are read from its folder. */
  recording(id: string): Promise<Recording> {
    const live = this.live.get(id)
    if (live) return Promise.resolve(live.recording)
    this.summary(id)
    let recording = this.recordings.get(id)
    if (!recording) {
      recording = this.store
        .runFolder(id)
        .readSamples()
        .then((read) => read.recording)
      this.keep(id, recording)
    }
    return recording
  }

  /** Takes note of what other labs on the same folder did since: a run made in a terminal, one deleted elsewhere. */
  async refresh(): Promise<void> {
    const names = new Set(await this.store.names())
    for (const id of names) {
      const known = this.runs.get(id)
      if (this.starting.has(id) || this.live.has(id) || (known && !isLive(known.status))) continue
      const run = await this.store.read(id)
      if (run && JSON.stringify(run) !== JSON.stringify(known)) this.changed(run)
    }
    for (const id of [...this.runs.keys()]) if (!names.has(id) && !this.live.has(id)) this.forget(id)
  }

  logTelemetry(reading: TelemetryReading): void {
    for (const live of this.live.values()) if (isLive(live.run.status)) live.logTelemetry(reading)
  }

  /** Stops every run and waits until each is written. */
  async close(): Promise<void> {
    await Promise.all(
      [...this.live.values()].map((live) => {
        if (isLive(live.run.status)) live.control('stop')
        return live.ended
      }),
    )
  }

  private forget(id: string): void {
    this.runs.delete(id)
    this.recordings.delete(id)
    for (const listener of this.listeners) listener.deleted(id)
  }

  private keep(id: string, recording: Promise<Recording>): void {
    this.recordings.set(id, recording)
    const oldest = [...this.recordings.keys()].slice(0, -recordingsKept)
    for (const old of oldest) this.recordings.delete(old)
  }

  private liveRun(id: string): LiveRun {
    const live = this.live.get(id)
    if (live && isLive(live.run.status)) return live
    const run = this.summary(id)
    throw new RunError(
      isLive(run.status)
        ? 'This run belongs to another Lab 182 that is open; control it there.'
        : `This run has ended (${run.status}); start a new one.`,
      'run',
    )
  }

  private liveChanged(run: RunSummary, kind: 'samples' | 'summary'): void {
    this.runs.set(run.id, run)
    if (kind === 'summary') this.changed(run)
    else for (const listener of this.listeners) listener.sampled(run.id)
    const live = this.live.get(run.id)
    if (live && !isLive(run.status)) this.keep(run.id, Promise.resolve(live.recording))
  }

  private changed(run: RunSummary): void {
    this.runs.set(run.id, run)
    for (const listener of this.listeners) listener.changed(run)
  }
}

/** What stands in a run's record until its trainer says which engine it opened. */
function pendingEngine(asked: string): EngineDescription {
  const reason = 'The trainer has not opened its engine yet.'
  return { name: asked, version: '', device: null, detail: '', reason }
}
