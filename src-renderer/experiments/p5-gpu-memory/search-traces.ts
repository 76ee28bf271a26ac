import { limitMiB } from '#experiments/p5-gpu-memory/pure/batch-values.ts'
import { attemptsTrack } from '#experiments/p5-gpu-memory/pure/search-tracks.ts'
import type { Annotation, Trace } from '#figures/trace.ts'
import { formatNumber } from '#text/numbers.ts'
import type { RunState } from '../../lab/run.svelte.ts'

/** A batch size that the search tried. */
export interface Trial {
  readonly attempt: number
  readonly batch: number
  readonly predictedMiB: number
  /** For a process that was lost without a reading: the memory to fit into, which it needed more of. */
  readonly measuredMiB: number
  readonly doesFit: boolean
}

/** The memory to fit into, in MiB, and what is left of it after the margin; null before it is known. */
export interface Limit {
  readonly whole: number
  readonly usable: number
}

interface LimitSetting {
  readonly budgetMiB: number
  readonly margin: number
}

/** As the run found it, otherwise as asked. */
export function limitOf(run: RunState | null, { budgetMiB, margin }: LimitSetting): Limit | null {
  const whole = (run && limitMiB.of(run.values)) ?? (budgetMiB > 0 ? budgetMiB : null)
  return whole === null ? null : { whole, usable: whole * (1 - margin / 100) }
}

/** The trials of a run so far, in order. Reactive in the run. */
export function trialsOf(run: RunState | null, limit: Limit | null): readonly Trial[] {
  const data = run?.track(attemptsTrack)
  const [batch, measured, predicted] = ['batch', 'attemptMiB', 'attemptPredictedMiB'].map((id) =>
    data?.series(id),
  )
  if (!data || !batch || !measured || !predicted) return []
  return Array.from({ length: data.length }, (_, index): Trial => ({
    attempt: data.steps[index] ?? index + 1,
    batch: batch[index] ?? NaN,
    predictedMiB: predicted[index] ?? NaN,
    measuredMiB: measured[index] ?? NaN,
    doesFit: limit === null || (measured[index] ?? NaN) <= limit.usable,
  }))
}

/** How precisely the trials determine the largest batch. */
export interface Coarseness {
  /** The smallest batch above the largest that was seen not to fit; null if none was. */
  readonly smallestFailing: number | null
  /** The most, in MiB, by which a batch was read below a smaller one: what readings vary by, at least. */
  readonly dipMiB: number
}

/** From all trials; one that was lost without a reading is not a reading. */
export function coarsenessOf(trials: readonly Trial[], limit: Limit | null, largest: number): Coarseness {
  const failing = trials.filter(({ doesFit, batch }) => !doesFit && batch > largest)
  const read = trials
    .filter(({ measuredMiB }) => limit === null || measuredMiB < limit.whole)
    .sort((a, b) => a.batch - b.batch)
  let [highest, dipMiB] = [0, 0]
  for (const { measuredMiB } of read) {
    dipMiB = Math.max(dipMiB, highest - measuredMiB)
    highest = Math.max(highest, measuredMiB)
  }
  return {
    smallestFailing: failing.length > 0 ? Math.min(...failing.map(({ batch }) => batch)) : null,
    dipMiB,
  }
}

type Style = Pick<Trace, 'id' | 'label' | 'color'> & Partial<Trace>

function trace(trials: readonly Trial[], x: keyof Trial, y: keyof Trial, style: Style): Trace[] {
  if (trials.length === 0) return []
  const sorted = [...trials].sort((a, b) => Number(a[x]) - Number(b[x]))
  return [
    {
      x: sorted.map((trial) => Number(trial[x])),
      y: sorted.map((trial) => Number(trial[y])),
      length: sorted.length,
      version: sorted.reduce((sum, trial) => sum * 31 + trial.batch + trial.attempt, 0),
      ...style,
    },
  ]
}

/** Memory against batch size: what fits, what does not, and each prediction. `run`: id of the run, for the traces' own. */
export const trialTraces = (trials: readonly Trial[], run = ''): Trace[] => [
  ...trace(trials, 'batch', 'predictedMiB', {
    id: `${run} predicted`,
    label: 'predicted',
    color: 'theory',
    kind: 'points',
    marker: 'circle',
  }),
  ...trace(
    trials.filter(({ doesFit }) => doesFit),
    'batch',
    'measuredMiB',
    { id: `${run} fits`, label: 'measured, fits', color: '6', kind: 'points' },
  ),
  ...trace(
    trials.filter(({ doesFit }) => !doesFit),
    'batch',
    'measuredMiB',
    { id: `${run} fails`, label: 'measured, beyond the margin', color: '5', kind: 'points', marker: 'cross' },
  ),
]

/** Which batch size each attempt tried. */
export const orderTraces = (trials: readonly Trial[], run = ''): Trace[] => [
  ...trace(trials, 'attempt', 'batch', {
    id: `${run} order`,
    label: 'batch size tried',
    color: '6',
    kind: 'both',
    isSmoothable: false,
  }),
]

/** The memory to fit into, the margin below it, and the largest batch once it is found. */
export function limitMarks(limit: Limit | null, margin: number, largest: number | null): Annotation[] {
  return [
    ...(limit
      ? ([
          { kind: 'horizontal', y: limit.whole, label: `limit ${formatNumber(limit.whole)} MiB`, color: '7' },
          {
            kind: 'horizontal',
            y: limit.usable,
            label: `less ${formatNumber(margin)} % margin: ${formatNumber(limit.usable)} MiB`,
            color: '5',
          },
        ] as const)
      : []),
    ...(largest === null
      ? []
      : [{ kind: 'vertical', x: largest, label: `largest ${largest}`, color: '4' } as const]),
  ]
}
