import { batchSizesOf, epochsTrack } from '#experiments/p5-gpu-memory/pure/batch-sizes.ts'
import { fixedMiB, slopeMiB } from '#experiments/p5-gpu-memory/pure/batch-values.ts'
import type { Range, SeriesColor, Trace } from '#figures/trace.ts'
import type { RunState } from '../../lab/run.svelte.ts'
import type { BatchRow } from './batch-rows.ts'
import { lookOf } from './live-traces.ts'

/** Points at numbers that are known. */
function pointsTrace(
  id: string,
  label: string,
  color: SeriesColor,
  points: readonly (readonly [x: number, y: number | null])[],
  style: Partial<Trace>,
): Trace | null {
  const known = points.filter(([, y]) => y !== null)
  if (known.length === 0) return null
  return {
    id,
    label,
    color,
    x: known.map(([x]) => x),
    y: known.map(([, y]) => y),
    length: known.length,
    version: known.reduce((sum, [x, y]) => sum * 31 + x + (y ?? 0), 0),
    ...style,
  }
}

/** Memory against batch size: as measured, the fitted line from batch size 0, and as predicted. */
export function memoryTraces(run: RunState | null, rows: readonly BatchRow[]): Trace[] {
  const [fixed, slope] = run ? [fixedMiB.of(run.values), slopeMiB.of(run.values)] : [null, null]
  const id = (name: string): string => `${run?.id ?? ''} ${name}`
  const largest = Math.max(...rows.map(({ batch }) => batch))
  const measured = rows.map(({ batch, measuredMiB }) => [batch, measuredMiB] as const)
  const predicted = rows.map(({ batch, predictedMiB }) => [batch, predictedMiB] as const)
  const line =
    fixed === null || slope === null
      ? []
      : ([0, largest].map((batch) => [batch, fixed + slope * batch]) as [number, number][])
  return [
    pointsTrace(id('measured'), 'measured', '6', measured, { kind: 'points' }),
    pointsTrace(id('fitted'), 'fitted line', '5', line, {
      isTheory: true,
      dash: 'solid',
      isLatestShown: false,
    }),
    pointsTrace(id('predicted'), 'predicted', 'theory', predicted, { kind: 'both', isLatestShown: false }),
  ].filter((trace) => trace !== null)
}

/** From 0, so that the fixed part of the memory is visible, to a little above the highest value. */
export function fromZero(traces: readonly Trace[]): Range {
  const highest = traces
    .flatMap(({ y }) => Array.from(y))
    .reduce<number>((most, y) => Math.max(most, y ?? 0), 0)
  return [0, 1.05 * highest || 1]
}

/** Accuracy on the subset after each epoch against the wall time since before the first, a line for each batch size. */
export function accuracyTraces(run: RunState, params: { readonly batchSizes: readonly number[] }): Trace[] {
  return batchSizesOf(params).flatMap((batch, index): Trace[] => {
    const data = run.track(epochsTrack(batch))
    const [elapsed, accuracy] = [data?.series('elapsed'), data?.series('accuracy')]
    if (!data || !elapsed || !accuracy || data.length === 0) return []
    return [
      {
        id: `${run.id} accuracy ${batch}`,
        label: `batch ${batch}`,
        ...lookOf(index),
        kind: 'both',
        x: elapsed,
        y: accuracy,
        length: data.length,
        version: data.length,
        isSmoothable: false,
      },
    ]
  })
}
