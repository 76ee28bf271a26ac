import type { Cell } from '#experiments/p4-inductive-bias/pure/cells.ts'

type Combination = Pick<Cell, 'learningRate' | 'momentum' | 'batchSize' | 'kernel'>

/** One combination of the search with its trainings, one a seed. */
export type PlannedSearch = Combination & { readonly epochs: number; readonly cells: readonly Cell[] }

/** Identifies a combination. */
export const searchKey = ({ learningRate, momentum, batchSize, kernel }: Combination): string =>
  [learningRate, momentum, batchSize, kernel].join(' ')

/** The combinations that these trainings belong to, in their order. */
export function planOf(cells: readonly Cell[]): PlannedSearch[] {
  const byKey = new Map<string, Cell[]>()
  for (const cell of cells) byKey.set(searchKey(cell), [...(byKey.get(searchKey(cell)) ?? []), cell])
  return [...byKey.values()].flatMap((own) => {
    const [first] = own
    return first ? [{ ...first, cells: own }] : []
  })
}
