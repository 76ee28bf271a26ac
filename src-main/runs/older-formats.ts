/** Runs as earlier versions stored them, brought to the form of this one before they are parsed. */
import type { Device } from '#contract/devices.ts'
import { slotOf } from '#experiments/problems.ts'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** "4c-search" was a preset of part 4c, "1i-homework" another setting of 1i, "all" most parts of a problem in one run. */
function namesOf(experiment: string, preset: string): { part: string; slot: string } {
  const [, part, slot] = /^(\d[a-z])(?:-(\w+))?$/.exec(preset) ?? []
  if (part !== undefined) return { part, slot: slot === undefined || slot === 'homework' ? 'main' : slot }
  return { part: /^p(\d+)/.exec(experiment)?.[1] ?? experiment, slot: preset }
}

/**
 * A request of format 1, which named an experiment and a preset; anything else is left as it is. Parameters that had no
 * effect in that preset are dropped: every run used to store those of its whole problem.
 */
export function upgradeRequest(request: unknown): unknown {
  if (
    !isRecord(request) ||
    typeof request['experiment'] !== 'string' ||
    typeof request['preset'] !== 'string'
  )
    return request
  const { experiment, preset, params, ...others } = request
  const names = namesOf(String(experiment), String(preset))
  const fields = slotOf(names)?.fields.map(({ name }) => name)
  const isKept = ([name]: readonly [string, unknown]): boolean => fields?.includes(name) ?? true
  return {
    ...others,
    ...names,
    params: isRecord(params) ? Object.fromEntries(Object.entries(params).filter(isKept)) : params,
  }
}

/**
 * The device that earlier versions described in prose ("CPU in WebAssembly, up to 2 threads, 32-bit"); the only place
 * that reads such prose. Null where it says nothing certain. Names of processors and GPUs were not recorded.
 */
function deviceOfProse(prose: string, engine: unknown): Device | null {
  const unnamed = { name: null, isSoftware: false } as const
  if (/\b(GPU|CUDA)\b/i.test(prose)) return { id: 'cuda', kind: 'gpu', api: 'cuda', ...unnamed }
  if (!/\bCPU\b/.test(prose)) return null
  if (/WebAssembly/i.test(prose)) return { id: 'wasm', kind: 'cpu', api: 'wasm', ...unnamed }
  return { id: 'cpu', kind: 'cpu', api: engine === 'typescript' ? 'javascript' : 'native', ...unnamed }
}

/** The engine of a run of format 1 or 2, whose device was prose; anything else is left as it is. */
function upgradeEngine(engine: unknown): unknown {
  if (!isRecord(engine) || typeof engine['device'] !== 'string') return engine
  const { device, ...others } = engine
  return { ...others, device: deviceOfProse(device, engine['name']), detail: device }
}

/** The result of a finished job as earlier versions kept it: those of problem 5 had the same prose. */
export function upgradeKept(kept: unknown): unknown {
  if (!isRecord(kept) || !isRecord(kept['result'])) return kept
  const { result } = kept
  if (typeof result['device'] !== 'string' || typeof result['engine'] !== 'string') return kept
  return { ...kept, result: { ...result, device: deviceOfProse(result['device'], result['engine']) } }
}

/** The values of a completed run, with those that its slot has come to measure since named as not measured. */
function withLaterValues(run: Record<string, unknown>, request: unknown): unknown {
  const { values, status } = run
  const { part, slot } = isRecord(request) ? request : {}
  if (!isRecord(values) || status !== 'completed' || typeof part !== 'string' || typeof slot !== 'string')
    return values
  const notMeasured = 'An earlier version of the lab did not measure this; run it again with the same seed.'
  const later = slotOf({ part, slot })?.values.filter(({ id }) => !(id in values)) ?? []
  return { ...values, ...Object.fromEntries(later.map(({ id }) => [id, { value: null, notMeasured }])) }
}

/** A stored run of any format this lab knows, as format 3. */
export function upgradeStored(stored: unknown): unknown {
  if (!isRecord(stored) || !isRecord(stored['run'])) return stored
  const { format, run } = stored
  if (format !== 1 && format !== 2) return stored
  const request = format === 1 ? upgradeRequest(run['request']) : run['request']
  const values = withLaterValues(run, request)
  return { ...stored, format: 3, run: { ...run, request, values, engine: upgradeEngine(run['engine']) } }
}
