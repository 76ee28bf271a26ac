import type { NetworkName } from '#experiments/p4-inductive-bias/pure/cells.ts'
import type { AccuracyRow } from '#experiments/p4-inductive-bias/pure/tables.ts'

/** Seeds of a network that ended at chance: those that may only be young, and those stuck there. */
export interface EndedAtChance {
  readonly atChance: number
  readonly stuck: number
}

/** How many seeds of a network ended at chance, read from the measured rows of the last epoch. */
export const endedAtChance =
  (rows: readonly AccuracyRow[], epochs: number) =>
  (network: NetworkName, perClass: number): EndedAtChance => {
    const row = rows.find(
      (each) => each.network === network && each.perClass === perClass && each.epochs === epochs,
    )
    return { atChance: row?.atChance ?? 0, stuck: row?.stuck ?? 0 }
  }

/** In few words, with the number of seeds where there are several; nothing where none ended at chance. */
export function chanceWords({ atChance, stuck }: EndedAtChance, seeds: number): string[] {
  const of = (count: number): string => (seeds > 1 ? `${count} ` : '')
  return [
    ...(atChance > 0 ? [`${of(atChance)}still at chance`] : []),
    ...(stuck > 0 ? [`${of(stuck)}stuck at chance`] : []),
  ]
}
