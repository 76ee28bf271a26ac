/** What a chart draws of several seeds: the mean of each curve with its range, and the single curves on demand. */
import { curveSpread } from '#numeric/spread.ts'
import type { Trace } from '#figures/trace.ts'

/** A run with the traces that a chart draws of it. */
export interface SeededTraces {
  readonly id: string
  readonly seed: number
  readonly isGrowing: boolean
  /** It ended before it was complete: its curve is short, and in no mean. */
  readonly hasEndedEarly: boolean
  readonly traces: readonly Trace[]
}

/** Samples of one curve over all seeds, above which those under way are left out: a mean of millions takes long. */
const mostWhileGrowing = 500_000

/** The same curve of every run has the same key: its id without the run's. */
const keyOf = (run: string, trace: Trace): string => trace.id.replace(run, '')

/**
 * The means of the curves of `shown` over the runs that have them, with the lowest and highest as their range (of runs
 * that ended early no number is in a mean, as in the values; the label counts what is); and, where
 * `isEachShown`, every other run's curves, thin and not in the legend. Paths and theory have no mean: the first has no
 * steps to share, the second is the same for all.
 */
export function seedTraces(
  shown: SeededTraces,
  runs: readonly SeededTraces[],
  isEachShown: boolean,
): Trace[] {
  const others = runs.filter(({ id }) => id !== shown.id)
  const measured = shown.traces.filter(isMeasured)
  const means = measured.flatMap((trace) => {
    const key = keyOf(shown.id, trace)
    const all = [shown, ...others].flatMap((run) =>
      run.traces
        .filter((each) => keyOf(run.id, each) === key)
        .map((each) => ({ curve: each, isGrowing: run.isGrowing, hasEndedEarly: run.hasEndedEarly })),
    )
    return meanOf(trace, all, others.length + 1) ?? []
  })
  if (!isEachShown) return means
  const singles = others.flatMap(({ traces, seed }) =>
    traces.filter(isMeasured).map((trace): Trace => {
      const { range: _, ...plain } = trace
      return {
        ...plain,
        label: `${trace.label}, seed ${seed}`,
        isBehind: true,
        isUnlisted: true,
        isLatestShown: false,
      }
    }),
  )
  return [...means, ...singles]
}

function meanOf(
  trace: Trace,
  all: readonly { readonly curve: Trace; readonly isGrowing: boolean; readonly hasEndedEarly: boolean }[],
  seeds: number,
): Trace | null {
  if (trace.isPath) return null
  const samples = all.reduce((sum, { curve }) => sum + curve.length, 0)
  const used = all.filter(
    ({ isGrowing, hasEndedEarly }) => !hasEndedEarly && (samples <= mostWhileGrowing || !isGrowing),
  )
  if (used.length < 2) return null
  const { x, mean, low, high } = curveSpread(used.map(({ curve }) => curve))
  if (x.length === 0) return null
  return {
    id: `mean ${trace.id}`,
    label: `${trace.label}, mean of ${used.length === seeds ? '' : `${used.length} of `}${seeds} seeds`,
    color: trace.color,
    dash: trace.dash === 'dashed' ? 'dashdot' : 'dotted',
    marker: 'none',
    kind: trace.kind === 'points' ? 'points' : 'line',
    ...(trace.kind === 'points' && trace.marker !== undefined ? { marker: trace.marker } : {}),
    ...(trace.gaps === undefined ? {} : { gaps: trace.gaps }),
    x,
    y: mean,
    length: x.length,
    version: samples,
    range: { low, high },
    isBehind: true,
    isLatestShown: false,
  }
}

const isMeasured = (trace: Trace): boolean =>
  !(trace.isTheory ?? trace.color === 'theory') && trace.isUnlisted !== true
