import { sweepCurve, type DataPoint } from '#experiments/p1-dropout/definition.ts'
import type { Values } from '#contract/samples.ts'
import type { SeriesColor, Trace } from '../../charts/chart-props.ts'

type Quantity = 'w1' | 'w2' | 'cleanLoss'

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

/** What the trainings of a run reached, one dot a drop rate; from the run's own table. Null before it is there. */
export function trainedTrace(
  values: Values,
  run: string,
  quantity: Quantity,
  label: string,
  color: SeriesColor,
): Trace | null {
  const table = values[`1g.${quantity}`]?.value
  if (typeof table !== 'object' || table === null) return null
  const [rate, trained] = [table.columns.indexOf('p'), table.columns.indexOf('empirical')]
  const rows = table.rows.filter((row) => typeof row[trained] === 'number')
  return {
    id: `${run} ${quantity}`,
    label: `${label}, trained`,
    color,
    kind: 'points',
    x: rows.map((row) => Number(row[rate])),
    y: rows.map((row) => Number(row[trained])),
    length: rows.length,
    version: rows.length,
  }
}
