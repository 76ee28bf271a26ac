import type { SeriesColor, Trace } from '#figures/trace.ts'
import type { RunState } from './run.svelte.ts'
import { seriesTrace } from './run-traces.ts'

/** A logged series as a curve of a chart: which, and how it is drawn. */
export type Curve = Pick<Trace, 'label' | 'color'> &
  Partial<Omit<Trace, 'id' | 'x' | 'y' | 'length' | 'version'>> & {
    readonly series: string
    /** Default: "main". */
    readonly track?: string
  }

/** What a chart draws of a run: its logged series, or traces that a view makes of its tracks and values. */
export type Curves = readonly Curve[] | ((run: RunState) => readonly (Trace | null)[])

function tracesOf(run: RunState, curves: Curves): Trace[] {
  const all =
    typeof curves === 'function'
      ? curves(run)
      : curves.map(({ series, track = 'main', ...style }) => seriesTrace(run, track, series, style))
  return all.filter((trace) => trace !== null)
}

const dashes = ['dashed', 'dotted', 'dashdot', 'solid'] as const
const markers = ['square', 'triangle', 'diamond', 'cross', 'plus', 'circle'] as const
/** Of the runs drawn beside the shown one, where the shown one draws a single curve. */
const colors: readonly SeriesColor[] = ['2', '3', '4', '5', '6', '7']

/**
 * The traces of the shown run, and behind them those of the compared ones, without their theory and named by how their
 * settings differ. A single curve changes its colour from run to run; of several each keeps the colour that it means,
 * and the run shows in the dash.
 */
export function overlaidTraces(
  shown: RunState | null,
  compared: readonly { readonly run: RunState; readonly difference: string }[],
  curves: Curves,
): Trace[] {
  if (!shown) return []
  const own = tracesOf(shown, curves)
  const isSingle = own.filter((trace) => isMeasured(trace) && !trace.isUnlisted).length <= 1
  const behind = compared.flatMap(({ run, difference }, at) =>
    tracesOf(run, curves)
      .filter(isMeasured)
      .map((trace): Trace => ({
        ...trace,
        label: `${trace.label}, ${difference}`,
        isBehind: true,
        isLatestShown: false,
        ...(isSingle
          ? { color: colors[at % colors.length] ?? '7' }
          : trace.kind === 'points'
            ? { marker: markers[at % markers.length] ?? 'circle' }
            : { dash: dashes[at % dashes.length] ?? 'dashed' }),
      })),
  )
  return [...own, ...behind]
}

const isMeasured = (trace: Trace): boolean => !(trace.isTheory ?? trace.color === 'theory')

/** What the legend keeps room for before there are samples. */
export const awaitedLabels = (curves: Curves): readonly string[] =>
  typeof curves === 'function' ? [] : curves.filter(({ isUnlisted }) => !isUnlisted).map(({ label }) => label)
