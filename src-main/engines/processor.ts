import { cpus } from 'node:os'

/** The processor's name as the system reports it; null if it does not. */
export function processorName(): string | null {
  const name = cpus()[0]?.model.trim() ?? ''
  return name === '' ? null : name
}
