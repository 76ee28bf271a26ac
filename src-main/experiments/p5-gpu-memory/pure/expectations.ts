import { describe } from '#models/describe.ts'
import { twoCores, type Calibration } from './calibration.ts'
import { predictedHostGrowth } from '#models/engine-memory.ts'
import { roughDuration } from '#text/durations.ts'
import { modelOf, type NetworkSetting } from './network.ts'
import type { OptimizerName } from './optimizers.ts'
import { inWholeMiB } from './units.ts'

/** The time and memory that a run is expected to take, from counts and a calibration record. */
export interface Expectation {
  readonly seconds: number
  /** Of the largest trainer process, in host memory, if the CPU trains. */
  readonly peakBytes: number
}

/** A training in a process of its own: its batch, optimizer, training steps and images that are only evaluated. */
export interface PlannedTraining {
  readonly batch: number
  readonly optimizer: OptimizerName
  readonly steps: number
  /** Absent: none. */
  readonly evaluated?: number
}

/** Bytes that one trainer process is expected to hold at its highest, in host memory. */
export const expectedBytes = (
  setting: NetworkSetting,
  optimizer: OptimizerName,
  batch: number,
  { baseBytes }: Calibration = twoCores,
): number => baseBytes + predictedHostGrowth(modelOf(setting), optimizer, batch)

/** Time and memory to expect of these trainings one after another, each of them ended at `limitBytes`. */
export function expectation(
  setting: NetworkSetting,
  planned: readonly PlannedTraining[],
  limitBytes = Infinity,
  calibration: Calibration = twoCores,
): Expectation {
  const { totals } = describe(modelOf(setting))
  let seconds = 0
  let peakBytes = 0
  for (const { batch, optimizer, steps, evaluated = 0 } of planned) {
    const multiplyAdds = totals.multiplyAdds * (3 * steps * batch + evaluated)
    seconds +=
      calibration.startSeconds +
      calibration.startSecondsPerParameter * totals.parameters +
      calibration.secondsPerParameter * totals.parameters * steps +
      multiplyAdds / calibration.multiplyAddsPerSecond
    peakBytes = Math.max(
      peakBytes,
      Math.min(limitBytes, expectedBytes(setting, optimizer, batch, calibration)),
    )
  }
  return { seconds, peakBytes }
}

/** The time and memory to expect, labelled as estimates. */
export const expectationNotes = ({ seconds, peakBytes }: Expectation): readonly string[] => [
  `Expected time: ${roughDuration(seconds)} on two idle processor cores, longer if other programs compute at the same time; expected memory: ${inWholeMiB(peakBytes)} (2²⁰ bytes) for the largest trainer process.`,
]

/** A student's machine has at least this much memory. */
const usualMemory = 8 * 2 ** 30

/** The question before a run that would not fit into `availableBytes` (of the machine, or of the GPU); null if it is expected to fit. */
export const fitWarningOf = ({ peakBytes }: Expectation, availableBytes: number): string | null =>
  peakBytes > 0.9 * availableBytes
    ? `This run is predicted to need ${inWholeMiB(peakBytes)}, and ${inWholeMiB(availableBytes)} are free; if memory runs out, the setting is recorded as out of memory.`
    : null

/** More memory or time than is usual, and images that are large for the CIFAR form; one sentence each. */
export function expectationWarnings(
  { seconds, peakBytes }: Expectation,
  { stem, side }: NetworkSetting,
): readonly string[] {
  const found: string[] = []
  if (peakBytes > usualMemory)
    found.push(
      `The largest trainer process is predicted to need ${inWholeMiB(peakBytes)} (2²⁰ bytes); on a machine with less, that setting is recorded as out of memory. To need less, use smaller images, smaller batches or a shallower network.`,
    )
  if (seconds > 1800)
    found.push(`On a CPU this run is expected to take ${roughDuration(seconds)}; it is meant for a GPU.`)
  if (stem === 'cifar' && side > 64)
    found.push(
      'The CIFAR form keeps the full resolution, so images larger than 64 pixels take a lot of memory.',
    )
  return found
}
