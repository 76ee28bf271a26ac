import { LabClient } from '#contract/client.ts'
import type { DatasetPreview, DatasetsState } from '#contract/datasets.ts'
import type { LabDescription, LabEvent, MenuCommand } from '#contract/messages.ts'
import type { EngineDescription, RunRequest, RunSummary } from '#contract/runs.ts'
import type { Port } from '#contract/port.ts'
import type { TelemetryReading } from '#contract/telemetry.ts'
import { trainsOf, type Slot } from '#experiments/part.ts'
import { SvelteMap } from 'svelte/reactivity'
import { RunState } from './run.svelte.ts'

/** Five minutes at one reading a second. */
const readingsKept = 300
const reconnectEvery = 1000

/** The lab as the page knows it: connected or not, its runs, its readings, and the sentence of the last error. */
export class LabState {
  connection = $state<'connecting' | 'open' | 'lost'>('connecting')
  description = $state.raw<LabDescription | null>(null)
  readings = $state.raw<readonly TelemetryReading[]>([])
  /** The data sets of the lab; null until it was asked. */
  datasets = $state.raw<DatasetsState | null>(null)
  /** What went wrong last, for the notice at the top; null when dismissed. */
  notice = $state<string | null>(null)
  /** Id -> run. */
  readonly runs = new SvelteMap<string, RunState>()
  /** Carries out what the application menu asks; the shell sets it. */
  onCommand: (command: MenuCommand) => void = () => undefined
  private client: LabClient | null = null
  private readonly open: () => Promise<Port>

  constructor(open: () => Promise<Port>) {
    this.open = open
  }

  /** All runs, newest first. */
  get history(): RunState[] {
    return [...this.runs.values()].sort((a, b) => (a.summary.createdAt < b.summary.createdAt ? 1 : -1))
  }

  /** The engine that a run of this slot would be trained by, as far as the lab has said. */
  engineFor({ trainedBy }: Slot): EngineDescription | undefined {
    const wanted = trainsOf[trainedBy]
    const known = this.description?.engines.find(
      ({ trains, isAutomatic }) => isAutomatic && trains === wanted,
    )
    return known?.description ?? undefined
  }

  /** Connects, and connects again whenever the line breaks. */
  async connect(): Promise<void> {
    try {
      const port = await this.open()
      const client = new LabClient(port, {
        onEvent: (event) => this.receive(event),
        onClose: () => this.lost(),
        onForeign: (problem) => (this.notice = problem),
      })
      this.client = client
      const description = await client.request('lab.describe', {})
      this.description = description
      this.readings = description.telemetry
      const known = description.runs.map((run) => run.id)
      for (const id of this.runs.keys()) if (!known.includes(id)) this.runs.delete(id)
      for (const run of description.runs) this.adopt(run, client)
      if (description.problems[0] !== undefined) this.notice = description.problems[0]
      this.datasets = await client.request('dataset.list', {})
      this.connection = 'open'
    } catch {
      this.lost()
    }
  }

  /** Starts a run; a refusal rejects with RefusedError naming the field. */
  async start(
    request: RunRequest,
    options: { readonly isPaused: boolean; readonly stepsPerSecond: number | null },
  ): Promise<RunState> {
    if (!this.client) throw new Error('The lab is not connected; wait a moment or start it again.')
    const summary = await this.client.request('run.start', { request, ...options })
    return this.adopt(summary, this.client)
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
  cancelData(): Promise<null> {
    return this.ask((client) => client.request('dataset.cancel', {}))
  }

  private ask<T>(request: (client: LabClient) => Promise<T>): Promise<T> {
    return this.client
      ? request(this.client)
      : Promise.reject(new Error('The lab is not connected; wait a moment or start it again.'))
  }

  private adopt(summary: RunSummary, client: LabClient): RunState {
    const known = this.runs.get(summary.id)
    if (known && this.client === client && known.belongsTo(client)) {
      known.changed(summary)
      return known
    }
    const run = new RunState(client, summary)
    this.runs.set(summary.id, run)
    return run
  }

  private receive(event: LabEvent): void {
    switch (event.type) {
      case 'run.changed':
        if (this.client) this.adopt(event.run, this.client)
        break
      case 'run.deleted':
        this.runs.delete(event.run)
        break
      case 'run.samples':
        this.runs.get(event.run)?.receive(event)
        break
      case 'telemetry.reading':
        this.readings = [...this.readings.slice(1 - readingsKept), event.reading]
        break
      case 'dataset.progress':
        this.datasets = event.datasets
        break
      case 'menu.command':
        this.onCommand(event.command)
    }
  }

  private lost(): void {
    this.connection = this.connection === 'connecting' && !this.description ? 'connecting' : 'lost'
    setTimeout(() => void this.connect(), reconnectEvery)
  }
}
