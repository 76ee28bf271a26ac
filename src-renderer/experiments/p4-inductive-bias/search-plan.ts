import type { Cell } from '#experiments/p4-inductive-bias/pure/cells.ts'
import { searchedNetwork, type SearchRow } from '#experiments/p4-inductive-bias/pure/tables.ts'

/** One combination of the search with its trainings, one a seed. */
export interface PlannedSearch extends Cell {
  readonly cells: readonly Cell[]
}

type Combination = Pick<Cell, 'network' | 'learningRate' | 'momentum' | 'batchSize' | 'kernel'>

/** Identifies a combination; the MLP has no kernel. */
const keyOf = ({ network, learningRate, momentum, batchSize, kernel }: Combination): string =>
  [network, learningRate, momentum, batchSize, network === 'mlp' ? '' : kernel].join(' ')

/** The combination of a training that is planned. */
export const plannedKey = (cell: Cell): string => keyOf(cell)
/** The combination of a row that was measured. */
export const measuredKey = (row: SearchRow): string =>
  keyOf({ ...row, network: searchedNetwork(row), kernel: row.kernel ?? 0 })

/** The combinations that these trainings belong to, in their order. */
export function planOf(cells: readonly Cell[]): PlannedSearch[] {
  const byKey = new Map<string, Cell[]>()
  for (const cell of cells) byKey.set(plannedKey(cell), [...(byKey.get(plannedKey(cell)) ?? []), cell])
  return [...byKey.values()].flatMap((own) => {
    const [first] = own
    return first ? [{ ...first, cells: own }] : []
  })
}
