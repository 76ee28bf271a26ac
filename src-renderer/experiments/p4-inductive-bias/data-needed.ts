import type { MoreDataRow } from '#experiments/p4-inductive-bias/pure/tables.ts'
import type { Annotation, Trace } from '#figures/trace.ts'
import { formatNumber } from '#text/numbers.ts'

/** What has been measured for every number of images the CNN is trained on; `whyNone`: why one has no row. */
export const dataNeeded = (
  measured: readonly MoreDataRow[],
  counts: readonly number[],
  whyNone: string,
): MoreDataRow[] =>
  counts.map(
    (perClass) =>
      measured.find((row) => row.perClass === perClass) ?? {
        ...{ perClass, cnnAccuracy: null, mlpPerClass: null, times: null, note: whyNone },
      },
  )

/** A line on the chart from the CNN's point over to the MLP's curve; none where that is not reached. */
export function neededLine({ perClass, cnnAccuracy, mlpPerClass }: MoreDataRow): Trace[] {
  if (cnnAccuracy === null || mlpPerClass === null) return []
  return [
    {
      id: 'needed',
      label: 'MLP as good as the CNN',
      color: 'theory',
      x: perClass <= mlpPerClass ? [perClass, mlpPerClass] : [mlpPerClass, perClass],
      y: [cnnAccuracy, cnnAccuracy],
      length: 2,
      version: mlpPerClass + cnnAccuracy,
      isTheory: true,
      isUnlisted: true,
    },
  ]
}

/** Where the MLP's curve reaches the CNN's accuracy, named. */
export function neededMarks({ cnnAccuracy, mlpPerClass, times }: MoreDataRow): Annotation[] {
  if (cnnAccuracy === null || mlpPerClass === null || times === null) return []
  return [
    {
      kind: 'point',
      x: mlpPerClass,
      y: cnnAccuracy,
      label: `MLP needs ${formatNumber(mlpPerClass, 3)} (${formatNumber(times, 2)} times)`,
      color: 'mlp',
      marker: 'diamond',
    },
  ]
}
