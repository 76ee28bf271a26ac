import type { Table, Values } from '#contract/samples.ts'

/** A table that a run measured; null before it is there, and where it could not be measured. */
export function tableOf(values: Values | undefined, id: string): Table | null {
  const value = values?.[id]?.value
  return typeof value === 'object' ? value : null
}
