/** Runs as earlier versions stored them, brought to the form of this one before they are parsed. */
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

/** A stored run of any format this lab knows, as format 2. */
export function upgradeStored(stored: unknown): unknown {
  if (!isRecord(stored) || stored['format'] !== 1 || !isRecord(stored['run'])) return stored
  return {
    ...stored,
    format: 2,
    run: { ...stored['run'], request: upgradeRequest(stored['run']['request']) },
  }
}
