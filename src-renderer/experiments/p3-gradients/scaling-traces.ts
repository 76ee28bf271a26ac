import type { Values } from '#contract/samples.ts'
import { fitDeviations, ofInterval } from '#experiments/p3-gradients/pure/scaling-fit.ts'
import { scalingValues } from '#experiments/p3-gradients/pure/scaling-values.ts'
import type { Column, Trace, XMode } from '#figures/trace.ts'

/** The rows of the table 3b.sizes, one an image side. */
type SizeRow = NonNullable<ReturnType<typeof scalingValues.sizes.of>>[number]

/** A run whose sides are drawn. */
export interface ScalingRun {
  readonly id: string
  readonly values: Values
  /** Pairs of X and dY at each side. */
  readonly draws: number
}

/** The rows that a run has measured so far, and its columns as they are drawn. */
function sizesOf(run: ScalingRun) {
  const rows = scalingValues.sizes.of(run.values) ?? []
  const column = (name: keyof SizeRow): number[] => rows.map((row) => row[name] ?? NaN)
  return { id: run.id, rows, n: column('n'), m: column('m'), column }
}
type Sizes = ReturnType<typeof sizesOf>

/** Output sides m by the image sides n of the traces made here: by their column, which a copy of a trace keeps. */
const outputSides = new WeakMap<Column, Column>()

/** The image side n or the output side m as x axis. */
export const sideModes: readonly XMode[] = [
  { id: 'm', label: 'side m', values: (trace) => outputSides.get(trace.x) ?? null },
  { id: 'n', label: 'side n', values: (trace) => trace.x },
]

type Style = Pick<Trace, 'label' | 'color'> & Partial<Trace>

function traceOf({ id, n, m }: Sizes, name: string, y: number[], style: Style): Trace {
  outputSides.set(n, m)
  // One more row is another version: rows are only ever added to a run.
  return { id: `${id} ${name}`, x: n, y, length: n.length, version: n.length + (y[0] ?? 0), ...style }
}

const measured = { label: 'measured', color: '4', kind: 'points', isLatestShown: false } as const
const derived = { label: 'derived', color: 'theory', isTheory: true, isLatestShown: false } as const
const fitted = { color: '5', dash: 'dashed', marker: 'none', isLatestShown: false } as const
const ends = { color: '6', dash: 'dotted', marker: 'none', isLatestShown: false } as const

/** Standard deviation against side: measured, derived, and the power of m fitted as the run fits it. */
export function deviationTraces(run: ScalingRun): Trace[] {
  const sizes = sizesOf(run)
  if (sizes.rows.length === 0) return []
  const fit = fittedDeviations(run)
  return [
    traceOf(sizes, 'deviation', sizes.column('deviation'), measured),
    traceOf(sizes, 'derived deviation', sizes.column('deviationTheory'), derived),
    ...(fit
      ? [
          traceOf(sizes, 'fit', fit.deviations, {
            ...fitted,
            label: `fitted, m to the power ${fit.slope.toFixed(3)}`,
          }),
        ]
      : []),
  ]
}

/** The power law through the standard deviations, as the run fits it at its end; null for fewer than two sides. */
export function fittedDeviations(
  run: ScalingRun,
): { readonly slope: number; readonly deviations: number[] } | null {
  const { m, column } = sizesOf(run)
  if (m.length < 2) return null
  const high = column('varianceHigh')
  // The upper end, because the lower one is never below 0.
  const variances = column('variance').map((variance, i) => ({
    variance,
    varianceError: ((high[i] ?? NaN) - variance) / ofInterval,
  }))
  const { slope, intercept } = fitDeviations(m, variances, run.draws)
  return { slope, deviations: m.map((side) => Math.exp(intercept) * side ** slope) }
}

/** What the lower and the upper end of the interval and of the band are called. */
export const intervalLabels = ['95 % interval, lower end', '95 % interval, upper end'] as const
export const bandLabels = ['95 % band around 0, lower end', '95 % band around 0, upper end'] as const

/** Variance against side, with the ends of its 95 % interval. */
export function varianceTraces(run: ScalingRun): Trace[] {
  const sizes = sizesOf(run)
  if (sizes.rows.length === 0) return []
  const end = (name: 'varianceLow' | 'varianceHigh', label: string) =>
    traceOf(sizes, name, sizes.column(name), { ...ends, label })
  return [
    traceOf(sizes, 'variance', sizes.column('variance'), measured),
    end('varianceLow', intervalLabels[0]),
    end('varianceHigh', intervalLabels[1]),
    traceOf(sizes, 'derived variance', sizes.column('varianceTheory'), derived),
  ]
}

/** Mean against side, with the band that holds it 95 times in 100 if it is zero. */
export function meanTraces(run: ScalingRun): Trace[] {
  const sizes = sizesOf(run)
  if (sizes.rows.length === 0) return []
  const errors = sizes.column('meanError')
  const band = (sign: 1 | -1) =>
    traceOf(
      sizes,
      `band ${sign}`,
      errors.map((error) => sign * ofInterval * error),
      { ...derived, label: bandLabels[sign > 0 ? 1 : 0] },
    )
  return [traceOf(sizes, 'mean', sizes.column('mean'), measured), band(-1), band(1)]
}

/** Counts as the outline of their bins, and the expected counts of a normal number as a curve through bin centres. */
export function histogramTraces(run: ScalingRun): Trace[] {
  const bins = scalingValues.histogram.of(run.values)
  if (!bins) return []
  const edges = bins.map(({ from, to }) => [from ?? NaN, to ?? NaN] as const)
  const counts = bins.map(({ count }) => count ?? NaN)
  const version = counts.reduce((sum, count, i) => sum + count * (i + 1), 0)
  return [
    {
      id: `${run.id} counts`,
      label: 'draws',
      color: '4',
      marker: 'none',
      x: edges.flat(),
      y: counts.flatMap((count) => [count, count]),
      length: 2 * bins.length,
      version,
      isLatestShown: false,
      isSmoothable: false,
    },
    {
      ...derived,
      id: `${run.id} normal`,
      label: 'normal with the derived variance',
      x: edges.map(([from, to]) => (from + to) / 2),
      y: bins.map(({ normal }) => normal ?? NaN),
      length: bins.length,
      version,
    },
  ]
}
