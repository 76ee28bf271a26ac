import type { Trace } from '#figures/trace.ts'
import type { RunState } from '../../lab/run.svelte.ts'

/** What the two traces are called. */
export const errorLabels = ['|mean − closed form|', 'half of the 95 % confidence interval'] as const

/** Part a: how far the running mean is from the closed form, and half the width of the mean’s confidence interval. None before samples. */
export function errorTraces(run: RunState): Trace[] {
  const data = run.track('main')
  const [mean, high, closed] = (['estimate', 'bandHigh', 'closed'] as const).map((id) => data?.series(id))
  if (!data || !mean || !high || !closed || data.length === 0) return []
  const { length, steps } = data
  const difference = (a: ArrayLike<number | null>, b: ArrayLike<number | null>): Float64Array =>
    Float64Array.from({ length }, (_, i) => Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)))
  const common = { x: steps, length, version: length, marker: 'none' } as const
  return [
    {
      ...common,
      id: `${run.id} error`,
      label: errorLabels[0],
      color: '4',
      y: difference(mean, closed),
      isLatestShown: false,
    },
    {
      ...common,
      id: `${run.id} half band`,
      label: errorLabels[1],
      color: '6',
      dash: 'dashed',
      y: difference(high, mean),
      isSmoothable: false,
    },
  ]
}
