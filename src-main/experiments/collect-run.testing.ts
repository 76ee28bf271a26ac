import type { Params } from '#contract/fields.ts'
import type { Sample, Value } from '#contract/samples.ts'
import type { Snapshot } from '#contract/snapshots.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import { openEngine } from '#engines/registry.ts'
import type { Engine } from '#engines/engine.ts'
import { Random } from '#numeric/random.ts'
import { DeviceReader } from '#telemetry/device-reader.ts'
import { apartInline } from './apart-inline.testing.ts'
import type { Slot } from './part.ts'
import { trainedSlot } from './problems.ts'
import type { TrainContext, TrainEvent } from './train.ts'

export interface CollectedRun {
  readonly params: Params
  readonly samples: readonly Sample[]
  readonly snapshots: readonly Snapshot[]
  readonly values: ReadonlyMap<string, Value>
}

export interface Surroundings {
  /** What trains networks; closed after the run. */
  readonly engine: () => Promise<Engine>
  /** The lab's folder; null: no data sets but the synthetic one. */
  readonly home: string | null
}

/** The engine that comes with the lab, and no folder. */
export const bareSurroundings: Surroundings = { engine: () => openEngine('onnx', ''), home: null }

/** The parts of a context that every process of a run has; `close` closes the engine. */
function ownContext({ engine, home }: Surroundings, seed: number) {
  let opened: Promise<Engine> | null = null
  const device = new DeviceReader()
  return {
    random: new Random(seed),
    openEngine: () => (opened ??= engine()),
    readDevice: (question?: Parameters<TrainContext['readDevice']>[0]) => device.read(question),
    dataset: (request: Parameters<TrainContext['dataset']>[0]) => openDataset(home, request),
    close: async () => (await opened)?.close(),
  }
}

/** A slot by its key ("4c", "4c-search"), able to train. */
export function slotByKey(key: string): Slot {
  const [part = '', ...slot] = key.split('-')
  return trainedSlot({ part, slot: slot.join('-') || 'main' })
}

/**
 * Everything a slot yields in this process, its jobs apart one after another: for tests and benchmarks. Params are
 * the slot's defaults with `given` on top. Ends at the first event after `signal` is aborted.
 */
export async function* eventsOf(
  key: string,
  given: Readonly<Record<string, unknown>> = {},
  seed = 1,
  surroundings: Surroundings = bareSurroundings,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<TrainEvent> {
  const asked = slotByKey(key).ask(given)
  const { close, ...own } = ownContext(surroundings, seed)
  const apart: TrainContext['apart'] = (jobs) =>
    apartInline(
      (context) => asked.job(context),
      jobs,
      () => ({ ...ownContext(surroundings, seed), signal }),
    )
  try {
    for await (const event of asked.train({ ...own, signal, apart })) {
      if (signal.aborted) return
      yield event
    }
  } finally {
    await close()
  }
}

/** Runs a slot from beginning to end in this process and keeps everything it yields. */
export async function collectRun(
  key: string,
  given: Readonly<Record<string, unknown>> = {},
  seed = 1,
  surroundings: Surroundings = bareSurroundings,
): Promise<CollectedRun> {
  const { params } = slotByKey(key).ask(given)
  const samples: Sample[] = []
  const snapshots: Snapshot[] = []
  const values = new Map<string, Value>()
  for await (const event of eventsOf(key, given, seed, surroundings))
    if (event.type === 'sample') samples.push(event)
    else if (event.type === 'snapshot') snapshots.push(event)
    else values.set(event.id, event.value)
  return { params, samples, snapshots, values }
}
