import { imagesNeeded, type Cell } from '#experiments/p4-inductive-bias/definition.ts'
import type { Annotation, Trace } from '../../charts/chart-props.ts'
import { formatNumber } from '#text/numbers.ts'
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

/** A line on the chart from the CNN's point over to the MLP's curve; none where that is not reached. */
export function neededLine({ perClass, accuracy, needed }: Needed): Trace[] {
  if (accuracy === null || needed === null) return []
  return [
    {
      id: 'needed',
      label: 'MLP as good as the CNN',
      color: 'theory',
      x: perClass <= needed ? [perClass, needed] : [needed, perClass],
      y: [accuracy, accuracy],
      length: 2,
      version: needed + accuracy,
      isTheory: true,
      isUnlisted: true,
    },
  ]
}

/** Where the MLP's curve reaches the CNN's accuracy, named. */
export function neededMarks({ accuracy, needed, times }: Needed): Annotation[] {
  if (accuracy === null || needed === null || times === null) return []
  return [
    {
      kind: 'point',
      x: needed,
      y: accuracy,
      label: `MLP needs ${formatNumber(needed, 3)} (${formatNumber(times, 2)} times)`,
      color: 'mlp',
      marker: 'diamond',
    },
  ]
}
