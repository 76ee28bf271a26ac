import type { Cell, NetworkName } from '#experiments/p4-inductive-bias/definition.ts'
import type { Trace } from '../../charts/chart-props.ts'
import { cellsAt, cellSummary, spread, type CellRun } from './cell-states.ts'
import { lookOf } from './network-look.ts'

/** Of each network, the mean over its finished seeds against the images per class, with lowest and highest. */
export function accuracyTraces(
  run: CellRun | null,
  cells: readonly Cell[],
  networks: readonly NetworkName[],
  counts: readonly number[],
  series: string,
): Trace[] {
  return networks.map((network): Trace => {
    const points = counts.flatMap((perClass) => {
      const { finished } = cellSummary(run, cellsAt(cells, network, perClass), series)
      const range = spread(finished)
      return range ? [{ perClass, seeds: finished.length, ...range }] : []
    })
    return {
      id: `accuracy ${network}`,
      ...lookOf(network),
      kind: 'both',
      isSmoothable: false,
      isLatestShown: false,
      x: points.map(({ perClass }) => perClass),
      y: points.map(({ mean }) => mean),
      length: points.length,
      version: points.reduce((sum, { seeds, mean }) => sum + seeds + mean / 1e3, 0),
      ...(points.some(({ seeds }) => seeds > 1)
        ? { range: { low: points.map(({ low }) => low), high: points.map(({ high }) => high) } }
        : {}),
    }
  })
}
