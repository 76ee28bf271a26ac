import type { LabDescription } from './messages.ts'
import type { RunRequest, RunSummary } from './runs.ts'

/**
 * The request of a recorded run as it is asked here: of the engine and device that trained it where they can be used on
 * this machine, else of those that this lab chooses.
 */
export function requestHere(
  { request, engine }: Pick<RunSummary, 'request' | 'engine'>,
  engines: LabDescription['engines'],
): RunRequest {
  const device = engine.device?.id
  const isUsable = engines
    .find(({ name }) => name === engine.name)
    ?.devices.some(({ device: { id }, problem }) => problem === null && id === device)
  if (device !== undefined && isUsable) return { ...request, engine: engine.name, device }
  return { ...request, engine: 'auto', device: 'auto' }
}
