import type { Params } from '#contract/experiment.ts'
import { findPreset, parseParams } from '#contract/params.ts'
import type { Sample, Value } from '#contract/samples.ts'
import { Random } from '#numeric/random.ts'
import { findExperiment } from './registry.ts'

export interface CollectedRun {
  readonly params: Params
  readonly samples: readonly Sample[]
  readonly values: ReadonlyMap<string, Value>
}

/** Runs a preset from beginning to end in this process and keeps everything it yields: for tests and benchmarks. */
export async function collectRun(
  experiment: string,
  presetId: string,
  given: Readonly<Record<string, unknown>> = {},
  seed = 1,
): Promise<CollectedRun> {
  const { definition, train } = findExperiment(experiment)
  const params = parseParams(definition, findPreset(definition, presetId), given)
  const samples: Sample[] = []
  const values = new Map<string, Value>()
  const { signal } = new AbortController()
  for await (const event of train({ params, preset: presetId, random: new Random(seed), signal }))
    if (event.type === 'sample') samples.push(event)
    else values.set(event.id, event.value)
  return { params, samples, values }
}
