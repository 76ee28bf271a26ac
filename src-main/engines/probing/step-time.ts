import { z } from 'zod'
import { describe } from '#models/describe.ts'
import type { Model } from '#models/model.ts'

/** How long a device takes for a training step: three numbers that a short calibration measures. */
export const calibrationSchema = z.strictObject({
  /** Milliseconds of any step, whatever is in it. */
  stepMs: z.number().nonnegative(),
  /** Milliseconds of each layer on top: of launching its kernels, on a GPU. */
  layerMs: z.number().nonnegative(),
  /** Milliseconds of a million multiply-adds on top. */
  megaMs: z.number().nonnegative(),
})
export type Calibration = z.infer<typeof calibrationSchema>

/** What a training step computes. */
export interface StepWork {
  /** Layers of the table, those within residual blocks and their additions among them; flatten costs nothing. */
  readonly layers: number
  /** Millions of multiply-adds of a batch, forward and backward. */
  readonly megaMultiplyAdds: number
}

/** Forward, and about twice as much backward. */
const passes = 3

/** The work of a step, from the layer table of the network. Throws ModelError if its shapes do not fit. */
export function workOf(model: Model, batchSize: number): StepWork {
  const { rows, totals } = describe(model)
  return {
    layers: rows.filter(({ kind }) => kind !== 'flatten').length,
    megaMultiplyAdds: (passes * batchSize * totals.multiplyAdds) / 1e6,
  }
}

/** Milliseconds that a step is predicted to take. */
export const predictedMs = (
  { stepMs, layerMs, megaMs }: Calibration,
  { layers, megaMultiplyAdds }: StepWork,
): number => stepMs + layerMs * layers + megaMs * megaMultiplyAdds

/** A step that was timed. */
export interface TimedStep {
  readonly work: StepWork
  readonly ms: number
}

/**
 * The calibration that explains a shallow and a deep network of next to no work, and the heaviest one that was timed. No
 * number is below zero: what is within the noise counts as nothing.
 */
export function fitCalibration(shallow: TimedStep, deep: TimedStep, heavy: TimedStep): Calibration {
  const layerMs = Math.max(0, (deep.ms - shallow.ms) / (deep.work.layers - shallow.work.layers))
  const stepMs = Math.max(0, shallow.ms - layerMs * shallow.work.layers)
  const rest = heavy.ms - stepMs - layerMs * heavy.work.layers
  return { stepMs, layerMs, megaMs: Math.max(0, rest / heavy.work.megaMultiplyAdds) }
}
