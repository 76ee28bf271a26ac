import type { NetworkName } from '#experiments/p4-inductive-bias/pure/cells.ts'
import { seedsOf, type AccuracyRow } from '#experiments/p4-inductive-bias/pure/tables.ts'
import type { Trace } from '#figures/trace.ts'
import { lookOf } from './network-look.ts'

/**
 * Of each network, the measured mean over its seeds after the last epoch against the images per class, with lowest and
 * highest. `run` makes the ids of the traces unique among runs.
 */
export function accuracyTraces(
  run: string,
  rows: readonly AccuracyRow[],
  networks: readonly NetworkName[],
): Trace[] {
  const last = Math.max(...rows.map(({ epochs }) => epochs))
  return networks.map((network): Trace => {
    const points = rows
      .filter((row) => row.network === network && row.epochs === last && row.accuracy !== null)
      .sort((a, b) => a.perClass - b.perClass)
    const hasRange = points.some((row) => seedsOf(row).length > 1)
    return {
      id: `${run} accuracy ${network}`,
      ...lookOf(network),
      kind: 'both',
      isSmoothable: false,
      isLatestShown: false,
      x: points.map(({ perClass }) => perClass),
      y: points.map(({ accuracy }) => accuracy),
      length: points.length,
      // Grows with every seed of every point.
      version: points.reduce((sum, row) => sum + seedsOf(row).length, 0),
      ...(hasRange
        ? {
            range: {
              low: points.map(({ lowest }) => lowest ?? NaN),
              high: points.map(({ highest }) => highest ?? NaN),
            },
          }
        : {}),
    }
  })
}
