import { engineOnDevice } from '#contract/devices.ts'
import type { EngineDescription } from '#contract/runs.ts'

/**
 * The engine of a run's record when a job has opened `opened`. The first one stays, with the reason that it was chosen for;
 * another device that a job of the run was faster on is named beside it, once.
 */
export function recordedEngine(recorded: EngineDescription, opened: EngineDescription): EngineDescription {
  if (recorded.version === '' || recorded.device === null) return opened
  if (recorded.name === opened.name && recorded.device.id === opened.device?.id) return recorded
  const also = `some of its networks ${engineOnDevice(opened)}`
  return recorded.detail.includes(also)
    ? recorded
    : { ...recorded, detail: [recorded.detail, also].filter(Boolean).join('; ') }
}
