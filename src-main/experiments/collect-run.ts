import type { Params } from '#contract/experiment.ts'
import { findPreset, parseParams } from '#contract/params.ts'
import type { Sample, Value } from '#contract/samples.ts'
import { openDataset } from '#datasets/open-dataset.ts'
import { openEngine } from '#engines/choose.ts'
import type { Engine } from '#engines/engine.ts'
import { Random } from '#numeric/random.ts'
import { findExperiment } from './registry.ts'
import type { TrainContext } from './train.ts'

export interface CollectedRun {
  readonly params: Params
  readonly samples: readonly Sample[]
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

/** What a trainer is given beside its parameters, outside a trainer process; `close` closes the engine. */
export function contextIn(
  { engine, home }: Surroundings,
  seed: number,
): Pick<TrainContext, 'random' | 'openEngine' | 'dataset'> & { close(): Promise<void> } {
  let opened: Promise<Engine> | null = null
  return {
    random: new Random(seed),
    openEngine: () => (opened ??= engine()),
    dataset: (request) => openDataset(home, request),
    close: async () => (await opened)?.close(),
  }
}

/** Runs a preset from beginning to end in this process and keeps everything it yields: for tests and benchmarks. */
export async function collectRun(
  experiment: string,
  presetId: string,
  given: Readonly<Record<string, unknown>> = {},
  seed = 1,
  surroundings: Surroundings = bareSurroundings,
): Promise<CollectedRun> {
  const { definition, train } = findExperiment(experiment)
  const params = parseParams(definition, findPreset(definition, presetId), given)
  const samples: Sample[] = []
  const values = new Map<string, Value>()
  const { signal } = new AbortController()
  const { close, ...context } = contextIn(surroundings, seed)
  try {
    for await (const event of train({ ...context, params, preset: presetId, signal }))
      if (event.type === 'sample') samples.push(event)
      else values.set(event.id, event.value)
  } finally {
    await close()
  }
  return { params, samples, values }
}
