import type { AccuracyRow, NetworkName } from '#experiments/p4-inductive-bias/definition.ts'

/** Seeds of a network that ended at chance: those stuck there, and those that may only be young. */
export interface EndedAtChance {
  readonly atChance: number
  readonly stuck: number
}

/** How many seeds of a network ended at chance, read from the measured rows of the last epoch. */
export const endedAtChance =
  (rows: readonly AccuracyRow[], epochs: number) =>
  (network: NetworkName, perClass: number): EndedAtChance =>
    rows.find((row) => row.network === network && row.perClass === perClass && row.epochs === epochs) ?? {
      atChance: 0,
      stuck: 0,
    }

/** In few words, with the number of seeds where there are several; nothing where none ended at chance. */
export function chanceWords({ atChance, stuck }: EndedAtChance, seeds: number): string[] {
  const of = (count: number): string => (seeds > 1 ? `${count} ` : '')
  return [
    ...(atChance > 0 ? [`${of(atChance)}still at chance`] : []),
    ...(stuck > 0 ? [`${of(stuck)}stuck at chance`] : []),
  ]
}
