import type { Column, SeriesColor, Trace, XMode } from '#figures/trace.ts'
import type { RunState } from '../../lab/run.svelte.ts'
import { seriesTrace, stepAndSeconds } from '../../lab/run-traces.ts'

/** A training of a run: its track, its name, how it is drawn, and how many steps an epoch of it has. */
export interface LiveTraining {
  readonly track: string
  readonly label: string
  readonly color: SeriesColor
  readonly dash?: 'solid' | 'dashed'
  readonly stepsPerEpoch?: number
}

const colors: readonly SeriesColor[] = ['6', '5', '4', '7', '8']

/** Colours in order, without those that stand for a kind of network elsewhere; dashed lines when they start over. */
export const lookOf = (index: number): Pick<LiveTraining, 'color' | 'dash'> => ({
  color: colors[index % colors.length] ?? '7',
  dash: index < colors.length ? 'solid' : 'dashed',
})

/** With more samples, markers would hide the line. */
const mostMarked = 40

const epochsOf = new WeakMap<Trace, Column>()

/**
 * One series of each training of a run against its steps. `isShown`: a training without samples is there, too, so that
 * the legend has all its lines before they are drawn. Reactive in the run.
 */
export function liveTraces(
  run: RunState,
  trainings: readonly LiveTraining[],
  series: string,
  isShown: boolean,
): Trace[] {
  return trainings.flatMap(({ track, label, color, dash = 'solid', stepsPerEpoch }): Trace[] => {
    const samples = run.track(track)?.length ?? 0
    const kind = samples > mostMarked ? 'line' : 'both'
    const style = { label, color, dash, kind, isSmoothable: true } as const
    const trace = seriesTrace(run, track, series, style)
    if (!trace)
      return isShown ? [{ id: `${track} ${series}`, x: [], y: [], length: 0, version: 0, ...style }] : []
    if (stepsPerEpoch !== undefined)
      epochsOf.set(
        trace,
        Float64Array.from({ length: trace.length }, (_, index) => (trace.x[index] ?? NaN) / stepsPerEpoch),
      )
    return [trace]
  })
}

/** Epoch, step and seconds as x axes for the traces made here; epochs first, because they compare batch sizes. */
export const epochStepSeconds: readonly XMode[] = [
  { id: 'epoch', label: 'epoch', values: (trace) => epochsOf.get(trace) ?? null },
  ...stepAndSeconds,
]
