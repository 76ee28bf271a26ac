/** Seeds of a network that ended at chance: those that may only be young, and those stuck there. */
export interface EndedAtChance {
  readonly atChance: number
  readonly stuck: number
}

/** In few words, with the number of seeds where there are several; nothing where none ended at chance. */
export function chanceWords({ atChance, stuck }: EndedAtChance, seeds: number): string[] {
  const of = (count: number): string => (seeds > 1 ? `${count} ` : '')
  return [
    ...(atChance > 0 ? [`${of(atChance)}still at chance`] : []),
    ...(stuck > 0 ? [`${of(stuck)}stuck at chance`] : []),
  ]
}
