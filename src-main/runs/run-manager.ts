import type { EngineDescription, RunRequest, RunSummary } from '#contract/runs.ts'
import { isLive, isResumable } from '#contract/runs.ts'
import { findPreset, parseParams } from '#contract/params.ts'
import type { TelemetryReading } from '#contract/telemetry.ts'
import { definitions } from '#experiments/definitions.ts'
import type { StartProcess } from '#processes/link.ts'
import type { ToTrainer } from '#trainer/protocol.ts'
import { LiveRun } from './live-run.ts'
import { OtherLabs } from './other-labs.ts'
import { Recording } from './recording.ts'
import { Recordings } from './recordings.ts'
import { RunError } from './run-error.ts'
import { changeProblem, type RunStore } from './run-store.ts'
import { RunWriter } from './run-writer.ts'
import { takeUp } from './take-up.ts'
import { oneAtATime } from './write-queue.ts'

export interface RunListener {
  changed(run: RunSummary): void
  deleted(id: string): void
  /** New samples of a run are in its recording. */
  sampled(id: string): void
}

/** All runs of the lab: those under way, each with a trainer process of its own, and those on disk. */
export class RunManager {
  private readonly live = new Map<string, LiveRun>()
  private readonly runs = new Map<string, RunSummary>()
  private readonly recordings: Recordings
  private readonly others: OtherLabs
  private readonly listeners = new Set<RunListener>()
  private readonly store: RunStore
  private readonly startProcess: StartProcess
  private readonly versions: Readonly<Record<string, string>>
  private started = 0
  /** Runs whose folder is being made, or that are being taken up again. */
  private readonly starting = new Set<string>()

  constructor(
    store: RunStore,
    runs: readonly RunSummary[],
    startProcess: StartProcess,
    versions: Readonly<Record<string, string>>,
  ) {
    this.store = store
    this.recordings = new Recordings(store)
    this.others = new OtherLabs(store)
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
    const definition = definitions.find((candidate) => candidate.id === request.experiment)
    if (!definition) throw new RunError(`There is no experiment "${request.experiment}".`, 'experiment')
    const preset = findPreset(definition, request.preset)
    const params = parseParams(definition, preset, request.params) as RunRequest['params']
    const createdAt = new Date().toISOString()
    const summary: RunSummary = {
      id: `${createdAt.replace(/[:.]/g, '-').toLowerCase()}-${process.pid.toString(36)}${(this.started++).toString(36)}`,
      name: preset.title,
      request: { ...request, params },
      status: isPaused ? 'paused' : 'starting',
      problem: null,
      createdAt,
      endedAt: null,
      engine: pendingEngine(request.engine),
      versions: { ...this.versions },
      dataHash: null,
      dataNote: null,
      totalSteps: definition.totalSteps(params, preset.id),
      stepsDone: 0,
      sampleCounts: {},
      seconds: 0,
      stepsPerSecond,
      hasDiverged: false,
      finishedJobs: 0,
      attempt: 1,
      values: {},
    }
    this.starting.add(summary.id)
    try {
      const writer = await RunWriter.create(this.store.folder, summary).catch((error: Error) => {
        throw new RunError(
          `The run could not be started: ${this.store.folder} cannot be written (${error.message}); free some space or set LAB182_HOME to another folder.`,
        )
      })
      this.bringUp(summary, writer, new Recording(), {}, isPaused)
      return summary
    } finally {
      this.starting.delete(summary.id)
    }
  }

  /** Takes up a run that ended early: finished jobs keep their samples and results, the others begin anew. */
  async resume(id: string, stepsPerSecond: number | null): Promise<RunSummary> {
    const known = this.summary(id)
    if (this.starting.has(id) || this.live.has(id))
      throw new RunError('This run is being taken up already, or has not ended yet.', 'run')
    // One that another lab had under way is judged by its claim.
    if (!isResumable(known) && !isLive(known.status)) throw notResumable()
    // Reserved before the first wait: who asks a moment later is refused.
    this.starting.add(id)
    try {
      return await this.alone(id, async () => {
        const taken = await takeUp(this.store, id, stepsPerSecond)
        if ('ended' in taken) {
          this.changed(taken.ended)
          throw notResumable()
        }
        const kept = Object.fromEntries(taken.jobs.map(({ key, result }) => [key, result]))
        this.bringUp(taken.summary, taken.writer, taken.recording, kept, false)
        return taken.summary
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
    this.summary(id)
    await this.alone(id, async () => {
      const live = this.live.get(id)
      if (live && (await live.rename(name))) return
      await live?.ended
      this.changed(await this.store.change(id, { name }))
    })
  }

  /** Deletes a run; one whose record cannot be read too. */
  async delete(id: string): Promise<void> {
    if (!this.runs.has(id) && !(await this.store.names()).includes(id)) this.summary(id)
    await this.alone(id, async () => {
      const live = this.live.get(id)
      if (live && isLive(live.run.status))
        throw new RunError('This run is under way; stop it before you delete it.')
      await live?.ended
      await this.store.delete(id)
      this.forget(id)
    })
  }

  /** Takes a run from a lab that cannot be seen from here, when somebody knows that it is gone. */
  async release(id: string): Promise<void> {
    this.summary(id)
    if (this.live.has(id)) throw new RunError('This run is under way in this lab; stop it instead.', 'run')
    await this.alone(id, () => this.store.release(id))
    await this.refresh()
  }

  /** One change of a run at a time. Throws a sentence where the file system refuses it. */
  private async alone<T>(id: string, task: () => Promise<T>): Promise<T> {
    const { path } = this.store.runFolder(id)
    try {
      return await oneAtATime(path, task)
    } catch (error) {
      throw changeProblem(error, path)
    }
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
    const run = this.summary(id)
    return this.recordings.get(run, (found) => this.changed({ ...this.summary(id), ...found }))
  }

  /** Takes note of what other labs on the same folder did since: a run made in a terminal, one deleted elsewhere. */
  async refresh(): Promise<void> {
    await this.store.look()
    const names = new Set(await this.store.names())
    for (const id of names) {
      const isOurs = (): boolean => this.starting.has(id) || this.live.has(id)
      if (isOurs()) continue
      const run = await this.others.changed(id, this.runs.get(id))
      if (!run || isOurs()) continue // it may have been taken up here in between
      this.recordings.forget(id)
      this.changed(run)
    }
    for (const id of [...this.runs.keys()])
      if (!names.has(id) && !this.live.has(id) && !this.starting.has(id)) this.forget(id)
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
    this.recordings.forget(id)
    this.others.forget(id)
    for (const listener of this.listeners) listener.deleted(id)
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
    // A run of this lab is interrupted only by another that takes it over.
    if (run.status === 'interrupted') this.others.hasTaken(run.id)
    if (live && !isLive(run.status)) this.recordings.keep(run.id, Promise.resolve(live.recording))
  }

  private changed(run: RunSummary): void {
    this.runs.set(run.id, run)
    for (const listener of this.listeners) listener.changed(run)
  }
}

const notResumable = (): RunError =>
  new RunError('This run has no finished jobs to go on from, or has not ended early; start a new one.', 'run')

/** What stands in a run's record until its trainer says which engine it opened. */
function pendingEngine(asked: string): EngineDescription {
  return { name: asked, version: '', device: '', reason: 'The trainer has not opened its engine yet.' }
}
