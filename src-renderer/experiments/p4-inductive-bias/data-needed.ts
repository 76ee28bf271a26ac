import { imagesNeeded, type Cell } from '#experiments/p4-inductive-bias/definition.ts'
import type { Annotation } from '../../charts/chart-props.ts'
import { formatNumber } from '../../charts/format.ts'
import { cellsAt, cellSummary, spread, type CellRun } from './cell-states.ts'

/** How many images the MLP needs to do as well as the CNN on `perClass` of them. */
export interface Needed {
  readonly perClass: number
  /** Of the CNN, the mean over its finished seeds, in percent; null where none is finished. */
  readonly accuracy: number | null
  /** Images per class; null where the measured points do not tell. */
  readonly needed: number | null
  readonly times: number | null
  /** Between which points it was interpolated, or why it could not be. */
  readonly note: string
}

/** For every number of images the CNN was to be trained on, from what is finished so far. */
export function dataNeeded(
  run: CellRun | null,
  cells: readonly Cell[],
  cnnCounts: readonly number[],
  mlpCounts: readonly number[],
): Needed[] {
  const meanOf = (network: 'cnn' | 'mlp', perClass: number): number | null =>
    spread(cellSummary(run, cellsAt(cells, network, perClass), 'validationAccuracy').finished)?.mean ?? null
  const curve = mlpCounts.flatMap((perClass) => {
    const accuracy = meanOf('mlp', perClass)
    return accuracy === null ? [] : [{ perClass, accuracy }]
  })
  return cnnCounts.map((perClass) => {
    const accuracy = meanOf('cnn', perClass)
    if (accuracy === null) return { perClass, accuracy, needed: null, times: null, note: 'not measured yet' }
    const { perClass: needed, note } = imagesNeeded(curve, accuracy)
    return { perClass, accuracy, needed, times: needed === null ? null : needed / perClass, note }
  })
}

/** The way on the chart from the CNN's accuracy over to where the MLP reaches it. */
export function neededMarks({ perClass, accuracy, needed, times }: Needed): Annotation[] {
  if (accuracy === null || needed === null || times === null) return []
  return [
    {
      kind: 'point',
      x: needed,
      y: accuracy,
      label: `MLP as good as the CNN on ${perClass}: ${formatNumber(needed, 3)} (${formatNumber(times, 2)} times)`,
      color: 'mlp',
      marker: 'diamond',
    },
  ]
}
