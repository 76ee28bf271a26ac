import { tables } from '#experiments/p1-dropout/parts/1g.ts'
import type { DataPoint } from '#experiments/p1-dropout/pure/masks.ts'
import { sweepCurve } from '#experiments/p1-dropout/pure/theory.ts'
import type { Values } from '#contract/samples.ts'
import type { SeriesColor, Trace } from '#figures/trace.ts'

type Quantity = keyof typeof tables

/** The closed form over the drop rate, without the isolated point p = 0 that the weights jump to. */
export function analyticTrace(
  point: DataPoint,
  quantity: Quantity,
  label: string,
  color: SeriesColor,
): Trace {
  const curve = sweepCurve(point).filter(({ dropRate }) => dropRate > 0)
  return {
    id: `analytic ${quantity}`,
    label: `${label}, closed form`,
    color,
    x: curve.map(({ dropRate }) => dropRate),
    y: curve.map((at) => at[quantity]),
    length: curve.length,
    version: point.x1 + 1e3 * point.x2 + 1e6 * point.y,
    isTheory: true,
    dash: 'solid',
    isLatestShown: false,
  }
}

/** What the trainings of a run reached, one dot per drop rate, from the run's own table; null before there is one. */
export function trainedTrace(
  values: Values,
  run: string,
  quantity: Quantity,
  label: string,
  color: SeriesColor,
): Trace | null {
  const rows = tables[quantity].of(values)
  if (rows === null) return null
  const dots = rows.flatMap(({ p, empirical }) =>
    p === null || empirical === null ? [] : [{ p, empirical }],
  )
  return {
    id: `${run} ${quantity}`,
    label: `${label}, trained`,
    color,
    kind: 'points',
    x: dots.map(({ p }) => p),
    y: dots.map(({ empirical }) => empirical),
    length: dots.length,
    version: dots.length,
  }
}
