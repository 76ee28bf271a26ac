import { LabClient } from '#contract/client.ts'
import type { DatasetPreview, DatasetsState } from '#contract/datasets.ts'
import type {
  LabDescription,
  LabEvent,
  MenuCommand,
  ReplyTo,
  RequestOf,
  RequestType,
} from '#contract/messages.ts'
import type { Port } from '#contract/port.ts'
import type { RunAllState } from '#contract/run-all.ts'
import type { RunBody, RunCensus, RunHead } from '#contract/run-head.ts'
import type { RunFilter, RunList, RunSort } from '#contract/run-list.ts'
import { isLive, type EngineDescription, type RunRequest } from '#contract/runs.ts'
import type { TelemetryReading } from '#contract/telemetry.ts'
import { trainsOf, type Slot } from '#experiments/part.ts'
import { SvelteMap } from 'svelte/reactivity'
import { goodAfterSeconds, pauseBefore, triesBeforeWarning } from './retry.ts'
import { RunGroups } from './run-groups.svelte.ts'
import { RunRows } from './run-rows.svelte.ts'
import { RunState } from './run.svelte.ts'
import { SampleBudget } from './sample-budget.ts'
import { uploadReplay } from './upload-replay.ts'

/** Five minutes at one reading a second. */
const readingsKept = 300

/** The lab as the page knows it: connected or not, its runs, its readings, and the sentence of the last error. */
export class LabState {
  /** `closed`: the page has stopped looking for the lab and waits to be asked. */
  connection = $state<'connecting' | 'open' | 'lost' | 'closed'>('connecting')
  /** Times in a row that the lab could not be reached, or went at once. */
  failures = $state(0)
  description = $state.raw<LabDescription | null>(null)
  readings = $state.raw<readonly TelemetryReading[]>([])
  /** The plan of "Run all"; null where there is none. */
  runAll = $state.raw<RunAllState | null>(null)
  /** The data sets of the lab; null until it was asked. */
  datasets = $state.raw<DatasetsState | null>(null)
  /** The block on the page that asked for the last import or download, which shows how it ends; null: none here did. */
  dataAsker = $state<string | null>(null)
  /** What went wrong last, for the notice at the top; null when dismissed. */
  notice = $state<string | null>(null)
  /** The runs that this page shows or has shown, those under way, and the newest of each slot: id -> run. */
  readonly runs = new SvelteMap<string, RunState>()
  /** All the others, by number. */
  readonly groups = new RunGroups()
  /** Carries out what the application menu asks; the shell sets it. */
  onCommand: (command: MenuCommand) => void = () => undefined
  private listeners: readonly ((event: LabEvent) => void)[] = []
  private client: LabClient | null = null
  private lists: readonly RunRows[] = []
  private readonly budget = new SampleBudget()
  /** Rises with every line that is opened or has broken, so that each is given up once. */
  private lines = 0
  private retry: ReturnType<typeof setTimeout> | undefined
  private goodTimer: ReturnType<typeof setTimeout> | undefined
  private readonly open: () => Promise<Port>

  constructor(open: () => Promise<Port>) {
    this.open = open
  }

  /** The engine that a run of this slot would be trained by, as far as the lab has said. */
  engineFor({ trainedBy }: Slot): EngineDescription | undefined {
    const wanted = trainsOf[trainedBy]
    const known = this.description?.engines.find((each) => each.isAutomatic && each.trains === wanted)
    return known?.description ?? undefined
  }

  /** Connects, and connects again, at growing distances, whenever the line breaks. */
  async connect(): Promise<void> {
    clearTimeout(this.retry)
    const line = ++this.lines
    let client: LabClient | null = null
    try {
      const port = await this.open()
      client = new LabClient(port, {
        onEvent: (event) => this.receive(event),
        onClose: () => this.lost(line),
        onForeign: (problem) => (this.notice = problem),
      })
      this.client = client
      this.opened(client, await client.request('lab.describe', {}))
      this.datasets = await client.request('dataset.list', {})
      this.connection = 'open'
      this.goodTimer = setTimeout(() => (this.failures = 0), 1000 * goodAfterSeconds)
    } catch {
      this.lost(line)
      client?.close()
    }
  }

  private opened(client: LabClient, description: LabDescription): void {
    this.description = description
    this.readings = description.telemetry
    this.groups.replace(description.census)
    for (const run of this.runs.values()) run.reconnected(client)
    for (const run of description.live) this.look(run)
    this.lookAtNewest(description.census)
    for (const list of this.lists) list.refresh()
    client.request('runAll.state', {}).then(
      (state) => (this.runAll = state),
      () => undefined, // the line has broken; it is asked again when there is one
    )
    const problem = description.policy.problem ?? description.census.problems[0]
    if (problem !== undefined) this.notice = problem
  }

  connectNow(): void {
    this.failures = 0
    void this.connect()
  }

  /** Starts a run; a refusal rejects with RefusedError naming the field. */
  async start(
    request: RunRequest,
    options: { readonly isPaused: boolean; readonly stepsPerSecond: number | null },
  ): Promise<RunState> {
    if (!this.client) throw new Error('The lab is not connected; wait a moment or start it again.')
    return this.look(await this.client.request('run.start', { request, ...options }))
  }

  /** A list of runs that follows what the lab says, until `close` is called. */
  rows(filter: RunFilter, sort?: RunSort): { readonly rows: RunRows; close(): void } {
    const rows = new RunRows(filter, (...page) => this.list(...page), sort)
    this.lists = [...this.lists, rows]
    const close = (): void => void (this.lists = this.lists.filter((each) => each !== rows))
    return { rows, close }
  }
  /** A page of at most 100 runs, newest first unless sorted. */
  list(filter: RunFilter, from: number, limit: number, sort?: RunSort): Promise<RunList> {
    return this.ask((client) => client.request('run.list', { filter, from, limit, ...(sort && { sort }) }))
  }
  /** The bodies of at most 20 runs. */
  bodies(runs: string[]): Promise<RunBody[]> {
    return this.ask((client) => client.request('run.values', { runs }))
  }
  /** Asks the lab something that needs no state of the page. */
  request<Type extends RequestType>(
    type: Type,
    body: Omit<RequestOf<Type>, 'id' | 'type'>,
  ): Promise<ReplyTo<Type>> {
    return this.ask((client) => client.request(type, body))
  }
  /** Sends a replay file in pieces; resolves with the run that it holds, which is stored in this lab. */
  openReplay(file: Pick<Blob, 'size' | 'slice'> & { readonly name: string }): Promise<RunHead> {
    return this.ask((client) => uploadReplay(client, file))
  }
  rename(run: string, name: string): Promise<null> {
    return this.ask((client) => client.request('run.rename', { run, name }))
  }
  note(run: string, note: string): Promise<null> {
    return this.ask((client) => client.request('run.note', { run, note }))
  }
  pin(run: string, isPinned: boolean): Promise<null> {
    return this.ask((client) => client.request('run.pin', { run, isPinned }))
  }
  /** Moves a run to the trash; `isForGood` removes it. */
  delete(run: string, isForGood = false): Promise<null> {
    return this.ask((client) => client.request('run.delete', { run, isForGood }))
  }
  restore(run: string): Promise<null> {
    return this.ask((client) => client.request('run.restore', { run }))
  }

  /** Runs what somebody pressed; when it fails, the notice says so. */
  async attempt(action: () => Promise<unknown>): Promise<void> {
    try {
      await action()
    } catch (error) {
      this.notice = error instanceof Error ? error.message : String(error)
    }
  }

  /** A few training images. */
  preview(name: 'auto' | 'cifar10' | 'shapes10', count: number, seed: number): Promise<DatasetPreview> {
    return this.ask((client) => client.request('dataset.preview', { name, count, seed }))
  }
  importData(path: string): Promise<null> {
    return this.ask((client) => client.request('dataset.import', { path }))
  }
  downloadData(): Promise<null> {
    return this.ask((client) => client.request('dataset.download', {}))
  }
  dismissDataProblem(): Promise<null> {
    return this.ask((client) => client.request('dataset.dismiss', {}))
  }
  cancelData(): Promise<null> {
    return this.ask((client) => client.request('dataset.cancel', {}))
  }

  /** Calls back for every event until the function that is returned has been called. */
  listen(listener: (event: LabEvent) => void): () => void {
    this.listeners = [...this.listeners, listener]
    return () => void (this.listeners = this.listeners.filter((each) => each !== listener))
  }

  /** Rejects while the lab is not connected. */
  ask<T>(request: (client: LabClient) => Promise<T>): Promise<T> {
    return this.client
      ? request(this.client)
      : Promise.reject(new Error('The lab is not connected; wait a moment or start it again.'))
  }

  /** The run of a row, to be shown. */
  look(head: RunHead): RunState {
    const known = this.runs.get(head.id)
    if (known) {
      known.changed(head)
      return known
    }
    if (!this.client) throw new Error('The lab is not connected; wait a moment or start it again.')
    const run: RunState = new RunState(this.client, head, {
      looked: (isLookedAt) => this.budget.looked(run, isLookedAt),
      gone: () => this.deleted(run.id),
    })
    this.runs.set(head.id, run)
    return run
  }

  /** A part shows the newest run of its slot unless another was chosen. */
  private lookAtNewest({ groups }: RunCensus): void {
    for (const { newest } of groups) if (newest) this.look(newest)
  }

  private changed(head: RunHead): void {
    // No view shows a run in the trash; one that is taken back is asked for anew.
    if (head.trashedAt !== null) this.deleted(head.id)
    else if (this.runs.has(head.id) || isLive(head.status)) this.look(head)
    for (const list of this.lists) list.changed(head)
  }

  private deleted(id: string): void {
    const run = this.runs.get(id)
    if (run) this.budget.forget(run)
    this.runs.delete(id)
  }

  private counted(census: RunCensus): void {
    this.groups.update(census)
    this.lookAtNewest(census)
    const isOf = ({ slot: asked }: RunFilter): boolean =>
      census.groups.some(({ part, slot }) => !asked || (asked.part === part && asked.slot === slot))
    for (const list of this.lists) if (isOf(list.filter)) list.refresh()
  }

  private receive(event: LabEvent): void {
    for (const listener of this.listeners) listener(event)
    switch (event.type) {
      case 'run.changed':
        this.changed(event.run)
        break
      case 'run.census':
        this.counted(event.census)
        break
      case 'run.deleted':
        this.deleted(event.run)
        break
      case 'run.samples':
        this.runs.get(event.run)?.receive(event)
        break
      case 'engines.changed':
        this.description &&= { ...this.description, engines: event.engines }
        break
      case 'telemetry.reading':
        this.readings = [...this.readings.slice(1 - readingsKept), event.reading]
        break
      case 'dataset.progress':
        this.datasets = event.datasets
        break
      case 'worksheet.changed':
      case 'engine.progress':
      case 'replay.opened':
        break // the pages of these listen for themselves
      case 'runAll.changed':
        this.runAll = event.state
        break
      case 'menu.command':
        this.onCommand(event.command)
    }
  }

  /** The line of this number could not be opened, or has broken. */
  private lost(line: number): void {
    if (line !== this.lines) return
    this.lines++
    this.client = null
    clearTimeout(this.goodTimer)
    const pause = pauseBefore(this.failures)
    this.failures++
    const isFirst = this.connection === 'connecting' && !this.description
    if (pause === null) this.connection = 'closed'
    else {
      if (!isFirst || this.failures >= triesBeforeWarning) this.connection = 'lost'
      this.retry = setTimeout(() => void this.connect(), 1000 * pause)
    }
  }
}
