import type { AccuracyRow, NetworkName } from '#experiments/p4-inductive-bias/definition.ts'

/** How many seeds of a network ended at chance, read from the measured rows of the last epoch. */
export const stuckIn =
  (rows: readonly AccuracyRow[], epochs: number) =>
  (network: NetworkName, perClass: number): number =>
    rows.find((row) => row.network === network && row.perClass === perClass && row.epochs === epochs)
      ?.stuck ?? 0
