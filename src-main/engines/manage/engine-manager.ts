import type { EngineJob, EnginesReport, LibrarySource } from '#contract/engines.ts'
import { downloadsOffFor } from '#contract/policy.ts'
import type { ChildLink, StartProcess } from '#processes/link.ts'
import { EngineError, engines, tryDevices } from '../registry.ts'
import { readDefault, writeDefault } from '../standing-default.ts'
import { probeVariables } from '../tensorflow/probe.ts'
import { probeResultSchema, type ProbeResult } from '../tensorflow/probe-record.ts'
import { fromEngineJobSchema, type LibraryTask, type ToEngineJob } from './job-protocol.ts'
import { defaultProblem, libraryEngine, readEngines } from './report.ts'

/** A process that does not end within this many milliseconds of a cancel is killed: it may have gigabytes to delete. */
const cancelPatience = 10_000

export interface EngineListener {
  /** Whatever changed. */
  progressed(report: EnginesReport): void
  /** A device can or cannot be used from now on, or the default is another. */
  changed(): void
}

/** The engines of the lab: their trials, TensorFlow's library and the default; one trial or installation at a time. */
export class EngineManager {
  private readonly home: string
  private readonly startProcess: StartProcess
  private readonly isInUse: (engine: string) => boolean
  private readonly mayDownload: () => boolean
  private readonly listeners = new Set<EngineListener>()
  private job: EngineJob | null = null
  private problem: string | null = null
  private child: ChildLink | null = null
  private trial: ChildLink | null = null
  private stopTrial: AbortController | null = null
  private firstTrials: Promise<void> | null = null
  private isClosed = false

  /** `isInUse`: whether a run of this lab trains on an engine now. `mayDownload`: whether the policy lets anything be fetched. */
  constructor(
    home: string,
    startProcess: StartProcess,
    isInUse: (engine: string) => boolean,
    mayDownload: () => boolean = () => true,
  ) {
    this.home = home
    this.startProcess = startProcess
    this.isInUse = isInUse
    this.mayDownload = mayDownload
  }

  listen(listener: EngineListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async report(): Promise<EnginesReport> {
    const [{ devices, library }, standing] = await Promise.all([
      readEngines(this.home),
      readDefault(this.home),
    ])
    const { job, problem } = this
    return {
      devices: devices.map((row) =>
        job?.kind === 'try' && row.engine === job.engine && row.id === job.device
          ? { ...row, standing: 'trying', reason: job.says, canTry: false }
          : row,
      ),
      ...{ library, job, problem, standing },
    }
  }

  /** Tries what has to be tried before use, once; resolves when that is known. */
  tryAll(): Promise<void> {
    return (this.firstTrials ??= this.runTrials(firstTried, {}))
  }

  /** Repeats the trial of a device. Throws EngineError if it has none, or while something else is under way. */
  async try(engine: string, device: string): Promise<void> {
    this.refuseIfBusy()
    const row = (await this.report()).devices.find((each) => each.engine === engine && each.id === device)
    if (!row) throw new EngineError(`There is no engine "${engine}" with a device "${device}".`)
    if (!row.canTry) throw new EngineError(`There is no trial of ${engine} on "${device}": ${row.reason}`)
    this.refuseIfBusy()
    this.refuseIfUsed(engine, 'A trial would measure its runs as well')
    if (engine === libraryEngine) return this.start({ kind: 'try' }, device)
    void this.runTrials({ engine, device }, { isForced: true })
  }

  install(source: LibrarySource): void {
    this.refuseIfBusy()
    if (!this.mayDownload()) throw new EngineError(downloadsOffFor('TensorFlow’s library'))
    this.refuseIfUsed(libraryEngine, 'Its library cannot be replaced meanwhile')
    this.start({ kind: 'install', source }, null)
  }

  remove(): void {
    this.refuseIfBusy()
    this.refuseIfUsed(libraryEngine, 'Its library cannot be removed meanwhile')
    this.start({ kind: 'remove' }, null)
  }

  /** Ends the job, if there is one; what was installed and known before stays as it was. */
  cancel(): void {
    if (!this.job) return
    this.job = { ...this.job, isCancelled: true }
    this.stopTrial?.abort(new Error('cancelled'))
    const { child } = this
    child?.post({ type: 'cancel' } satisfies ToEngineJob)
    if (child) setTimeout(() => child.kill(), cancelPatience).unref()
    this.tell()
  }

  dismiss(): void {
    this.problem = null
    this.tell()
  }

  /** What runs that name no engine are trained on, "auto" for both: the lab chooses. Throws EngineError if it is not ready. */
  async setDefault(engine: string, device: string): Promise<void> {
    const problem = defaultProblem({ engine, device }, (await this.report()).devices)
    if (problem !== null) throw new EngineError(problem)
    await writeDefault(this.home, engine, device).catch((error: Error) => {
      throw new EngineError(`The default could not be kept in "${this.home}" (${error.message}).`)
    })
    this.tell()
    this.changed()
  }

  close(): void {
    this.isClosed = true
    this.stopTrial?.abort(new Error('The lab closes.'))
    this.endTrial()
    this.child?.kill()
  }

  private refuseIfBusy(): void {
    if (!this.job) return
    const what = { install: 'An installation', remove: 'A removal', try: 'A trial' }[this.job.kind]
    throw new EngineError(`${what} of ${this.job.engine} is under way; wait for it, or cancel it.`)
  }

  private refuseIfUsed(engine: string, why: string): void {
    if (this.isInUse(engine))
      throw new EngineError(
        `A run uses the engine "${engine}" now. ${why}; stop the run or wait for its end.`,
      )
  }

  private async runTrials(
    { engine, device }: { readonly engine: string; readonly device: string },
    options: { readonly isForced?: boolean },
  ): Promise<void> {
    if (this.isClosed) return
    const stop = new AbortController()
    this.stopTrial = stop
    this.begin({ kind: 'try', engine, device, says: 'It is being tried in a process of its own.' })
    try {
      await tryDevices(this.home, { startProcess: this.startProcess, signal: stop.signal, ...options })
    } catch {
      // Cancelled: what was known before still holds.
    }
    this.stopTrial = null
    this.end(null)
  }

  private start(task: LibraryTask, device: string | null): void {
    const child = this.startProcess('engine-job')
    this.child = child
    this.begin({ kind: task.kind, engine: libraryEngine, device, says: begins[task.kind] })
    child.onMessage((raw) => {
      if (this.child !== child || !this.job) return
      const message = fromEngineJobSchema.safeParse(raw)
      if (!message.success) return this.endChild('The process sent a message that the lab does not know.')
      const { data } = message
      if (data.type === 'ended') return this.endChild(data.problem)
      if (data.type === 'try') return this.startTrial(child, data.addon)
      if (data.type === 'give-up') return this.endTrial()
      this.job =
        data.type === 'says' ? { ...this.job, says: data.line } : { ...this.job, amount: data.amount }
      this.tell()
    })
    child.onExit((how) => {
      if (this.child !== child) return
      this.endChild(this.job?.isCancelled ? null : `The process that did this ${how}; try again.`)
    })
    child.post({ type: 'begin', home: this.home, task } satisfies ToEngineJob)
  }

  /** Tries TensorFlow's library for the job, which cannot start a process in the installed program. */
  private startTrial(job: ChildLink, addon: string): void {
    this.endTrial()
    const trial = this.startProcess('tensorflow-probe', { env: probeVariables })
    this.trial = trial
    const end = (result: ProbeResult): void => {
      if (this.trial !== trial) return
      this.endTrial()
      job.post({ type: 'tried', result } satisfies ToEngineJob)
    }
    const failed = (problem: string): ProbeResult => ({ outcome: 'failed', problem })
    trial.onMessage((raw) => {
      const { data } = probeResultSchema.safeParse(raw)
      end(data ?? failed('the process that tried it gave no result'))
    })
    trial.onExit((how) => end(failed(`the process that tried it ${how}`)))
    trial.post({ addon })
  }

  private endTrial(): void {
    const { trial } = this
    this.trial = null
    trial?.kill()
  }

  private endChild(problem: string | null): void {
    this.endTrial()
    const { child } = this
    this.child = null
    child?.kill()
    this.end(problem)
  }

  private begin(job: Omit<EngineJob, 'amount' | 'isCancelled'>): void {
    this.problem = null
    this.job = { ...job, amount: null, isCancelled: false }
    this.tell()
  }

  private end(problem: string | null): void {
    this.job = null
    this.problem = problem
    if (this.isClosed) return
    this.tell()
    this.changed()
  }

  private changed(): void {
    for (const listener of this.listeners) listener.changed()
  }

  private tell(): void {
    if (this.listeners.size === 0) return
    void this.report().then((report) => {
      for (const listener of this.listeners) listener.progressed(report)
    })
  }
}

const begins = {
  install: 'The installation begins.',
  remove: 'The library is being deleted.',
  try: 'It is being tried in a process of its own.',
} satisfies Record<LibraryTask['kind'], string>

/** The device that is tried when the lab starts. */
const firstTried = engines
  .filter((engine) => engine.trains === 'networks')
  .filter(({ tryDevices: hasTrial }) => hasTrial !== undefined)
  .map(({ name, deviceIds }) => ({
    engine: name,
    device: deviceIds.find((id) => id !== 'cpu' && id !== 'wasm') ?? '',
  }))[0] ?? { engine: '', device: '' }
