import type { AccuracyRow } from '#experiments/p4-inductive-bias/pure/tables.ts'

/** Seeds of a network that ended at chance: that never left it (young, or stuck there), and that fell back to it. */
export interface EndedAtChance {
  readonly atChance: number
  readonly stuck: number
  readonly fellBack: number
  /** False before the last epoch, and where an earlier version did not record how a training came there. */
  readonly isEnd: boolean
  /** The best that each of the fallen ones had reached, in words; null where none fell back. */
  readonly peaks: string | null
}

/** A row that says how its trainings ended; what an earlier version did not record counts as none. */
type Ends = Partial<Pick<AccuracyRow, 'atChance' | 'stuck' | 'fellBack' | 'peaks'>>

/** How the trainings of a measured row ended at chance. */
export const chanceOf = (row: Ends | undefined): EndedAtChance => ({
  atChance: row?.atChance ?? 0,
  stuck: row?.stuck ?? 0,
  fellBack: row?.fellBack ?? 0,
  isEnd: row?.fellBack != null,
  peaks: row?.peaks ?? null,
})

/** In few words, with the number of seeds where there are several; nothing where none ended at chance. */
export function chanceWords(
  { atChance, stuck, fellBack, isEnd, peaks }: EndedAtChance,
  seeds: number,
): string[] {
  const of = (count: number): string => (seeds > 1 ? `${count} ` : '')
  const best = peaks === null ? '' : ` from ${seeds > 1 ? peaks : peaks.replace(/ \(seed \d+\)$/, '')}`
  return [
    ...(atChance > 0 ? [`${of(atChance)}${isEnd ? 'never left chance' : 'at chance'}`] : []),
    ...(stuck > 0 ? [`${of(stuck)}stuck at chance`] : []),
    ...(fellBack > 0 ? [`${of(fellBack)}fell back to chance${best}`] : []),
  ]
}
