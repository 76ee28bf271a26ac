import { isLive, type RunSummary } from '#contract/runs.ts'
import type { TelemetryReading } from '#contract/telemetry.ts'
import type { ChildLink } from '#processes/link.ts'
import { fromTrainerSchema, type FromTrainer, type ToTrainer } from '#trainer/protocol.ts'
import { ClaimLostError } from './claim.ts'
import { CrewLinks, jobsAtOnce } from './crew-links.ts'
import { measuredBy } from './end-run.ts'
import { recordedEngine } from './recorded-engine.ts'
import type { Recording } from './recording.ts'
import type { Annotation } from './run-edits.ts'
import { writeProblem, type RunWriter } from './run-writer.ts'
import type { Watched } from './watcher.ts'

/** A trainer that does not end within this many milliseconds of a stop is killed: a stop takes a second. */
const stopPatience = 800

/**
 * A run with its trainer: stores what arrives, keeps the summary true, and survives the trainer's death. It waits until
 * `launch`; a run that waits is renamed and stopped like any other, and its speed can be set.
 */
export class LiveRun {
  readonly recording: Recording
  private summary: RunSummary
  private readonly writer: RunWriter
  private readonly startTrainer: () => ChildLink
  private readonly begin: Extract<ToTrainer, { type: 'begin' }>
  /** Null while the run waits. */
  private processes: { readonly trainer: ChildLink; readonly crew: CrewLinks } | null = null
  private readonly onChange: (run: RunSummary, kind: 'progress' | 'summary') => void
  private stopTimer: NodeJS.Timeout | null = null
  private isStopAsked = false
  /** The end is decided; nothing that arrives later counts. */
  private isEnding = false
  private resolveEnded: () => void = () => undefined
  /** Resolves when the run has ended and everything is written. */
  readonly ended: Promise<void>

  constructor(
    summary: RunSummary,
    writer: RunWriter,
    startTrainer: () => ChildLink,
    begin: Extract<ToTrainer, { type: 'begin' }>,
    /** What a resumed run has kept; empty at first. */
    recording: Recording,
    onChange: (run: RunSummary, kind: 'progress' | 'summary') => void,
  ) {
    this.summary = summary
    this.writer = writer
    this.recording = recording
    this.startTrainer = startTrainer
    this.begin = begin
    this.onChange = onChange
    this.ended = new Promise((resolve) => (this.resolveEnded = resolve))
    // Also while it waits for its turn: the run is this lab's.
    writer.keep((error) => this.writeFailed(error))
  }

  /** The run does not begin yet: its record says so. */
  wait(): void {
    this.update({ status: 'queued' })
    void this.save()
  }

  /** Ends a run that waits, with a sentence that says why. */
  cancel(problem: string): void {
    if (!this.processes) this.end('stopped', problem)
  }

  /** Starts the trainer. */
  launch(): void {
    if (this.processes || this.isEnding) return
    const trainer = this.startTrainer()
    const crew = new CrewLinks(this.startTrainer, (message) => this.tell(message))
    this.processes = { trainer, crew }
    this.update({ status: this.begin.isPaused ? 'paused' : 'starting' })
    trainer.onMessage((message) => this.receive(message))
    trainer.onExit((how) => this.trainerEnded(how))
    this.tell({ ...this.begin, stepsPerSecond: this.summary.stepsPerSecond })
    crew.startAhead(jobsAtOnce(this.begin))
  }

  get run(): RunSummary {
    return this.summary
  }

  /** Begins paused, before its first step. */
  get isHeld(): boolean {
    return this.begin.isPaused
  }

  control(action: 'pause' | 'resume' | 'step' | 'stop'): void {
    if (action === 'stop') this.stop()
    else this.tell({ type: 'control', action })
  }

  setSpeed(stepsPerSecond: number | null): void {
    this.tell({ type: 'speed', stepsPerSecond })
    this.update({ stepsPerSecond })
  }

  /** Resolves when it is written. False when the run is ending and takes nothing new. */
  async annotate(change: Annotation): Promise<boolean> {
    if (this.isEnding) return false
    this.update(change)
    await this.save()
    return true
  }

  /** Kept beside the samples; its failure is the samples' failure. */
  logTelemetry(reading: TelemetryReading): void {
    void this.writer.appendTelemetry(reading).catch((error: unknown) => this.writeFailed(error))
  }

  private stop(): void {
    if (this.isEnding) return
    const { processes } = this
    if (!processes) return this.end('stopped', null)
    this.isStopAsked = true
    this.tell({ type: 'control', action: 'stop' })
    this.stopTimer ??= setTimeout(() => processes.trainer.kill(), stopPatience)
  }

  private tell(message: ToTrainer): void {
    // What a job's process sent is passed on unread; nested without end, it cannot be.
    this.guarded(() => this.processes?.trainer.post(message))
  }

  private receive(raw: unknown): void {
    if (this.isEnding) return
    this.guarded(() => {
      const message = fromTrainerSchema.safeParse(raw)
      if (message.success) this.handle(message.data)
      else
        this.end('failed', 'The trainer sent a message the lab does not know; update the lab and run again.')
    })
  }

  /** A message that cannot be handled costs the run, never the lab. */
  private guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      this.end('failed', `A message from the trainer could not be handled (${why}); run it again.`)
    }
  }

  private handle(message: FromTrainer): void {
    switch (message.type) {
      case 'started':
        this.update({
          engine: message.engine,
          status: this.summary.status === 'paused' ? 'paused' : 'running',
        })
        void this.save()
        break
      case 'engine': {
        // Every job opens it; what it is is written once.
        const engine = recordedEngine(this.summary.engine, message.engine)
        if (engine === this.summary.engine) break
        this.update({ engine })
        void this.save()
        break
      }
      case 'data':
        this.update({ dataHash: message.hash, dataNote: message.note })
        void this.save()
        break
      case 'samples':
        this.store(message)
        break
      case 'apart':
        this.processes?.crew.post(message.worker, message.message)
        break
      case 'apart.end':
        this.processes?.crew.end(message.worker)
        break
      case 'kept':
        this.keep(message)
        break
      case 'value':
        this.summary = { ...this.summary, values: { ...this.summary.values, [message.id]: message.value } }
        this.onChange(this.summary, 'progress')
        break
      case 'state':
        this.update({ status: message.isPaused ? 'paused' : 'running' })
        break
      case 'ended':
        this.update({ seconds: message.seconds })
        this.end(message.status, message.problem)
    }
  }

  private keep({ key, result, tracks }: Extract<FromTrainer, { type: 'kept' }>): void {
    this.update({ finishedJobs: this.summary.finishedJobs + 1 })
    void this.writer.appendKept({ key, result, tracks }).catch((error: unknown) => this.writeFailed(error))
    // With the values so far: a lab that is killed has them too.
    void this.save()
  }

  private store({ tracks, snapshots }: Extract<FromTrainer, { type: 'samples' }>): void {
    try {
      const batches = this.recording.append(tracks)
      const pictures = this.recording.appendSnapshots(snapshots)
      const written = Promise.all([
        this.writer.appendSamples(batches),
        pictures.length > 0 ? this.writer.appendSnapshots(pictures) : null,
      ])
      void written.then(
        () => this.tell({ type: 'ack' }),
        (error: unknown) => this.writeFailed(error),
      )
    } catch (error) {
      this.end('failed', `The trainer sent damaged samples (${(error as Error).message}); run it again.`)
      return
    }
    this.summary = { ...this.summary, ...measuredBy(this.recording, this.summary) }
    this.onChange(this.summary, 'progress')
  }

  private writeFailed(error: unknown): void {
    const status = error instanceof ClaimLostError ? 'interrupted' : 'failed'
    this.end(status, writeProblem(error, this.writer.folder.path))
  }

  private trainerEnded(how: string): void {
    if (this.isStopAsked) this.end('stopped', null)
    else this.end('failed', `The trainer process ${how}; what was measured until then is kept. Run it again.`)
  }

  private end(status: 'completed' | 'stopped' | 'failed' | 'interrupted', problem: string | null): void {
    if (this.isEnding) return
    this.isEnding = true
    if (this.stopTimer) clearTimeout(this.stopTimer)
    this.processes?.trainer.kill()
    this.processes?.crew.close()
    // Told only once it is written, so that what is seen as ended is ended on disk. On a full disk it cannot be
    // written; the run is then rebuilt from its samples when it is next opened.
    const ended: Partial<RunSummary> = { status, problem, endedAt: new Date().toISOString() }
    const tell = (): void => {
      this.update(ended)
      this.resolveEnded()
    }
    // With a name that was given in between.
    void this.writer.finish(() => ({ ...this.summary, ...ended })).then(tell, tell)
  }

  private update(change: Partial<RunSummary>): void {
    this.summary = { ...this.summary, ...change }
    this.onChange(this.summary, 'summary')
  }

  private async save(): Promise<void> {
    await this.writer.save(() => this.summary).catch((error: unknown) => this.writeFailed(error))
  }
}

/** A run under way as it is streamed. */
export function watchedLive(live: LiveRun): Watched {
  const { recording, run } = live
  return {
    id: run.id,
    attempt: run.attempt,
    recording,
    values: () => live.run.values,
    hasEnded: () => !isLive(live.run.status),
  }
}
