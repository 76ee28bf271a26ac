import {
  batchesPerEpoch,
  epochsTrack,
  imageRuns,
  type ImageRun,
} from '#experiments/p1-dropout/pure/image-runs.ts'
import type { Column, SeriesColor, Trace, XMode } from '#figures/trace.ts'
import type { RunState } from '../../lab/run.svelte.ts'
import { seriesTrace, stepAndSeconds } from '../../lab/run-traces.ts'

/** Epoch of each sample, by the x of the traces made here: a restyled copy of a trace keeps them. */
const epochsOf = new WeakMap<Column, Column>()
/** The epochs of a column of steps that is still growing: computed once for each entry. */
const scaled = new WeakMap<Float64Array, { epochs: Float64Array; length: number }>()

function inEpochs(steps: Float64Array, length: number, perEpoch: number): Float64Array {
  let known = scaled.get(steps)
  if (!known) scaled.set(steps, (known = { epochs: new Float64Array(steps.length), length: 0 }))
  for (; known.length < length; known.length++)
    known.epochs[known.length] = (steps[known.length] ?? 0) / perEpoch
  return known.epochs
}

const colors: Readonly<Record<ImageRun, SeriesColor>> = { p0: '1', p75: '2' }

/** "p = 0" or "p = 0.75", for legends and tables. */
export const runLabel = (run: ImageRun, dropRate: number): string => `p = ${run === 'p0' ? 0 : dropRate}`

/** The curves of both networks. Solid: minibatches. Dashed: validation, with a dot at each epoch. */
export function imageTraces(
  run: Pick<RunState, 'id' | 'track'>,
  quantity: 'loss' | 'accuracy',
  params: { readonly dropRate: number; readonly trainImages: number; readonly batchSize: number },
): Trace[] {
  const perEpoch = batchesPerEpoch(params)
  return imageRuns.flatMap((name) => {
    const words = runLabel(name, params.dropRate)
    const color = colors[name]
    const data = run.track(name)
    const batches =
      quantity === 'loss'
        ? seriesTrace(run, name, 'batchLoss', { label: `training, ${words}`, color, marker: 'none' })
        : null
    if (batches && data) epochsOf.set(batches.x, inEpochs(data.steps, data.length, perEpoch))
    const series = quantity === 'loss' ? 'validationLoss' : 'validationAccuracy'
    const validation = seriesTrace(run, epochsTrack(name), series, {
      label: `validation, ${words}`,
      color,
      dash: 'dashed',
      kind: 'both',
      isSmoothable: false,
    })
    if (validation) epochsOf.set(validation.x, validation.x)
    return [batches, validation].filter((trace) => trace !== null)
  })
}

/** Epoch and seconds as x axes for the traces made here. */
export const epochAndSeconds: readonly XMode[] = [
  { id: 'epoch', label: 'epoch', values: (trace) => epochsOf.get(trace.x) ?? null },
  ...stepAndSeconds.filter(({ id }) => id === 'seconds'),
]
