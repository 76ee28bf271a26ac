import type { Params } from '#contract/experiment.ts'
import { findPreset, parseParams } from '#contract/params.ts'
import type { Sample, Value } from '#contract/samples.ts'
import type { Snapshot } from '#contract/snapshots.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import { openEngine } from '#engines/choose.ts'
import type { Engine } from '#engines/engine.ts'
import { Random } from '#numeric/random.ts'
import { DeviceReader } from '#telemetry/device-reader.ts'
import { apartInline } from './apart-inline.ts'
import { findExperiment } from './registry.ts'
import type { Train, TrainContext, TrainEvent } from './train.ts'

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

/**
 * Everything an experiment yields in this process, its jobs apart one after another: for tests and benchmarks.
 * Params are the preset's with `given` on top.
 */
export async function* eventsOf(
  experiment: string,
  presetId: string,
  given: Readonly<Record<string, unknown>> = {},
  seed = 1,
  surroundings: Surroundings = bareSurroundings,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<TrainEvent> {
  const { definition, train, trainApart } = findExperiment(experiment)
  const params = parseParams(definition, findPreset(definition, presetId), given)
  const { close, ...own } = ownContext(surroundings, seed)
  const asked = { params, preset: presetId, signal }
  const apart: TrainContext['apart'] = (jobs) => {
    if (!trainApart) throw new Error(`${experiment} exports no trainApart.`)
    return apartInline(trainApart, jobs, () => ({ ...ownContext(surroundings, seed), ...asked }))
  }
  try {
    yield* (train as Train)({ ...own, ...asked, apart })
  } finally {
    await close()
  }
}

/** Runs a preset from beginning to end in this process and keeps everything it yields. */
export async function collectRun(
  experiment: string,
  presetId: string,
  given: Readonly<Record<string, unknown>> = {},
  seed = 1,
  surroundings: Surroundings = bareSurroundings,
): Promise<CollectedRun> {
  const { definition } = findExperiment(experiment)
  const params = parseParams(definition, findPreset(definition, presetId), given)
  const samples: Sample[] = []
  const snapshots: Snapshot[] = []
  const values = new Map<string, Value>()
  for await (const event of eventsOf(experiment, presetId, given, seed, surroundings))
    if (event.type === 'sample') samples.push(event)
    else if (event.type === 'snapshot') snapshots.push(event)
    else values.set(event.id, event.value)
  return { params, samples, snapshots, values }
}
