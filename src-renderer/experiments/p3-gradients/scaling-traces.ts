import type { Table } from '#contract/samples.ts'
import { fitPowerLaw } from '#numeric/line-fit.ts'
import type { Column, Trace, XMode } from '../../charts/chart-props.ts'
import { columnOf } from './run-tables.ts'

/** Rows of the table 3b.sizes in columns; they are numbers throughout. */
interface Sizes {
  readonly n: number[]
  readonly m: number[]
  column(heading: string): number[]
}

function sizesOf(table: Table): Sizes {
  const column = (heading: string) => columnOf(table, heading).map((value) => value ?? NaN)
  return { n: column('n'), m: column('m'), column }
}

/** Output sides of the traces made here. */
const outputSides = new WeakMap<Trace, Column>()

/** The image side n or the output side m as x axis. */
export const sideModes: readonly XMode[] = [
  { id: 'm', label: 'side m', values: (trace) => outputSides.get(trace) ?? null },
  { id: 'n', label: 'side n', values: (trace) => trace.x },
]

type Style = Pick<Trace, 'label' | 'color'> & Partial<Trace>

function traceOf({ n, m }: Sizes, id: string, y: number[], style: Style): Trace {
  // One more row is another version: rows are only ever added to a run.
  const trace: Trace = { id, x: n, y, length: n.length, version: n.length + (y[0] ?? 0), ...style }
  outputSides.set(trace, m)
  return trace
}

const measured = { color: '4', kind: 'points', isLatestShown: false } as const
const derived = { label: 'derived', color: 'theory', isTheory: true, isLatestShown: false } as const

/** Standard deviation against side: measured, derived, and the power of m fitted as the run fits it. */
export function deviationTraces(table: Table): Trace[] {
  const sizes = sizesOf(table)
  const deviation = sizes.column('standard deviation')
  const traces = [
    traceOf(sizes, 'deviation', deviation, { ...measured, label: 'measured' }),
    traceOf(sizes, 'derived deviation', sizes.column('standard deviation, derived'), derived),
  ]
  const fit = fittedDeviations(table)
  if (!fit) return traces
  const label = `fitted, m to the power ${fit.slope.toFixed(3)}`
  return [
    ...traces,
    traceOf(sizes, 'fit', fit.deviations, {
      label,
      color: '5',
      dash: 'dashed',
      marker: 'none',
      isLatestShown: false,
    }),
  ]
}

/** The power law through the standard deviations, each weighted by its error; null for fewer than two sides. */
export function fittedDeviations(
  table: Table,
): { readonly slope: number; readonly deviations: number[] } | null {
  const { m, column } = sizesOf(table)
  if (new Set(m).size < 2) return null
  const [variance, low, high] = [column('variance'), column('variance, low'), column('variance, high')]
  // Half the relative width of the variance's 95 % interval, halved again for its square root; never quite zero.
  const errors = variance.map((value, i) =>
    Math.max(1e-6, ((high[i] ?? NaN) - (low[i] ?? NaN)) / value / 7.84),
  )
  const { slope, intercept } = fitPowerLaw(m, variance.map(Math.sqrt), errors)
  return { slope, deviations: m.map((side) => Math.exp(intercept) * side ** slope) }
}

/** What the lower and the upper end of the interval and of the band are called. */
export const intervalLabels = ['95 % interval, lower end', '95 % interval, upper end'] as const
export const bandLabels = ['95 % band around 0, lower end', '95 % band around 0, upper end'] as const

/** Variance against side, with the ends of its 95 % interval. */
export function varianceTraces(table: Table): Trace[] {
  const sizes = sizesOf(table)
  const end = (heading: string, label: string) =>
    traceOf(sizes, heading, sizes.column(heading), {
      label,
      color: '6',
      dash: 'dotted',
      marker: 'none',
      isLatestShown: false,
    })
  return [
    traceOf(sizes, 'variance', sizes.column('variance'), { ...measured, label: 'measured' }),
    end('variance, low', intervalLabels[0]),
    end('variance, high', intervalLabels[1]),
    traceOf(sizes, 'derived variance', sizes.column('variance, derived'), derived),
  ]
}

/** Mean against side, with the band that holds it 95 times in 100 if it is zero. */
export function meanTraces(table: Table): Trace[] {
  const sizes = sizesOf(table)
  const errors = sizes.column('mean, standard error')
  const band = (sign: 1 | -1) =>
    traceOf(
      sizes,
      `band ${sign}`,
      errors.map((error) => sign * 1.959963984540054 * error),
      {
        ...derived,
        label: bandLabels[sign > 0 ? 1 : 0],
      },
    )
  return [traceOf(sizes, 'mean', sizes.column('mean'), { ...measured, label: 'measured' }), band(-1), band(1)]
}

/** Counts as the outline of their bins, and the expected counts of a normal number as a curve through bin centres. */
export function histogramTraces(table: Table): Trace[] {
  const numbers = (heading: string) => columnOf(table, heading).map((value) => value ?? NaN)
  const [from, to, count, normal] = [numbers('from'), numbers('to'), numbers('count'), numbers('normal')]
  const outline = {
    x: from.flatMap((low, i) => [low, to[i] ?? NaN]),
    y: count.flatMap((value) => [value, value]),
  }
  const centres = from.map((low, i) => (low + (to[i] ?? NaN)) / 2)
  const version = count.reduce((sum, value, i) => sum + value * (i + 1), 0)
  return [
    {
      id: 'counts',
      label: 'draws',
      color: '4',
      marker: 'none',
      ...outline,
      length: outline.x.length,
      version,
      isLatestShown: false,
      isSmoothable: false,
    },
    {
      id: 'normal',
      ...derived,
      label: 'normal of the derived variance',
      x: centres,
      y: normal,
      length: centres.length,
      version,
    },
  ]
}
