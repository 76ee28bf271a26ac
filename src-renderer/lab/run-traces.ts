import type { Column, Trace, XMode } from '#figures/trace.ts'
import type { RunState } from './run.svelte.ts'

type Style = Pick<Trace, 'label' | 'color'> & Partial<Trace>

/** Seconds of each sample by the steps of their track, which a copy of a trace made here keeps. */
const secondsOf = new WeakMap<Column, Column>()

/** One series of a run's track against its steps; null while it has no samples. Reactive in the run. */
export function seriesTrace(
  run: Pick<RunState, 'id' | 'track'>,
  track: string,
  series: string,
  style: Style,
): Trace | null {
  const data = run.track(track)
  const y = data?.series(series)
  if (!data || !y || data.length === 0) return null
  secondsOf.set(data.steps, data.seconds)
  return {
    id: `${run.id} ${track} ${series}`,
    x: data.steps,
    y,
    length: data.length,
    version: data.length,
    ...style,
  }
}

/** One series of a run's track against another, in the order of the steps; null while it has no samples. */
export function pathTrace(
  run: RunState,
  track: string,
  xSeries: string,
  ySeries: string,
  style: Style,
): Trace | null {
  const data = run.track(track)
  const [x, y] = [data?.series(xSeries), data?.series(ySeries)]
  if (!data || !x || !y || data.length === 0) return null
  return {
    id: `${run.id} ${track} path`,
    x,
    y,
    length: data.length,
    version: data.length,
    at: data.steps,
    isPath: true,
    ...style,
  }
}

/** Step and seconds as x axes for traces of `seriesTrace`. */
export const stepAndSeconds: readonly XMode[] = [
  { id: 'step', label: 'step', isWhole: true, values: (trace) => trace.x },
  { id: 'seconds', label: 'time (s)', values: (trace) => secondsOf.get(trace.x) ?? null },
]
