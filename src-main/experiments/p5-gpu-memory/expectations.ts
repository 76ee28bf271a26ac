import type { Params } from '#contract/experiment.ts'
import { describe } from '#models/describe.ts'
import { predictedHostGrowth } from '#models/engine-memory.ts'
import type { OptimizerKind } from '#models/memory-prediction.ts'
import { twoCores, type Calibration } from './calibration.ts'
import type { Problem5Params } from './fields.ts'
import { smallSizes } from './finder.ts'
import { modelOf, stepsPerEpoch, typed } from './plan.ts'
import { batchSizesOf, optimizerNames } from './presets.ts'
import { inWholeMiB } from './tables.ts'

/** What a run is expected to take, from counts and a calibration record. */
export interface Expectation {
  readonly seconds: number
  /** Of the largest trainer process, in host memory, if the CPU trains. */
  readonly peakBytes: number
}

/** A training in a process of its own: its batch, optimizer, training steps and images that are only evaluated. */
interface Planned {
  readonly batch: number
  readonly optimizer: OptimizerKind
  readonly steps: number
  readonly evaluated: number
}

/** "4, 16 or 64". */
const orList = new Intl.ListFormat('en-GB', { type: 'disjunction' })

/** Attempts of a search whose memory keeps to a line: two small ones, and a few around the largest. */
const usualAttempts = 6

/** The largest batch that the budget is predicted to hold; half of the images where all memory may be taken. */
function largestExpected(p: Problem5Params): number {
  if (p.budgetMiB === 0) return Math.max(1, Math.round(p.trainImages / 2))
  const model = modelOf(p)
  const at = (batch: number): number => twoCores.baseBytes + predictedHostGrowth(model, p.optimizer, batch)
  const usable = p.budgetMiB * 2 ** 20 * (1 - p.margin / 100)
  const fitting = Math.floor((usable - at(0)) / (at(1) - at(0)))
  return Math.min(p.trainImages, Math.max(1, fitting))
}

function plannedOf(params: Params, presetId: string): readonly Planned[] {
  const p = typed(params)
  const { optimizer, steps, batchSize } = p
  if (presetId === '5a') return [{ batch: batchSize, optimizer, steps, evaluated: 0 }]
  if (presetId === '5b')
    return optimizerNames.map((name) => ({ batch: batchSize, optimizer: name, steps, evaluated: 0 }))
  if (presetId === '5c-largest')
    return Array.from({ length: Math.min(usualAttempts, p.attempts) }, (_, attempt) => ({
      batch: Math.min(smallSizes[attempt] ?? Infinity, largestExpected(p)),
      optimizer,
      steps,
      evaluated: 0,
    }))
  return batchSizesOf(params).map((batch) => ({
    batch: Math.min(batch, p.trainImages),
    optimizer,
    steps: steps + p.epochs * stepsPerEpoch(batch, p),
    evaluated: p.epochs * p.trainImages,
  }))
}

/** Time and memory to expect of a run with these parameters. */
export function expectation(
  params: Params,
  presetId: string,
  calibration: Calibration = twoCores,
): Expectation {
  const model = modelOf(typed(params))
  const { totals } = describe(model)
  const budget = presetId === '5c-largest' ? typed(params).budgetMiB * 2 ** 20 : 0
  let seconds = 0
  let peakBytes = 0
  for (const { batch, optimizer, steps, evaluated } of plannedOf(params, presetId)) {
    const multiplyAdds = totals.multiplyAdds * (3 * steps * batch + evaluated)
    seconds +=
      calibration.startSeconds +
      calibration.startSecondsPerParameter * totals.parameters +
      calibration.secondsPerParameter * totals.parameters * steps +
      multiplyAdds / calibration.multiplyAddsPerSecond
    const bytes = calibration.baseBytes + predictedHostGrowth(model, optimizer, batch)
    peakBytes = Math.max(peakBytes, budget > 0 ? Math.min(budget, bytes) : bytes)
  }
  return { seconds, peakBytes }
}

function inWords(seconds: number): string {
  if (seconds < 10) return 'a few seconds'
  if (seconds < 90) return `about ${10 * Math.round(seconds / 10)} seconds`
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} minutes`
  return `about ${Math.round(seconds / 3600)} hours`
}

/** The time and memory to expect, said to be estimates. */
export function notes(params: Params, presetId: string): readonly string[] {
  const { seconds, peakBytes } = expectation(params, presetId)
  return [
    `Expected time: ${inWords(seconds)} on two idle processor cores, longer where other programs compute; expected memory: ${inWholeMiB(peakBytes)} (2²⁰) for the largest trainer process.`,
  ]
}

/** A machine of a student has at least this much. */
const usualMemory = 8 * 2 ** 30

/**
 * What to say before a run that would not fit into `availableBytes` (of the machine, or of the GPU), as one
 * sentence; null where it is expected to fit.
 */
export function fitWarning(params: Params, presetId: string, availableBytes: number): string | null {
  const { peakBytes } = expectation(params, presetId)
  return peakBytes > 0.9 * availableBytes
    ? `This run is predicted to need ${inWholeMiB(peakBytes)} and ${inWholeMiB(availableBytes)} are there; where memory runs out the setting is recorded as out of memory.`
    : null
}

/** What to know before pressing Run: more memory or time than is usual, batches that cannot be. */
export function warnings(params: Params, presetId: string): readonly string[] {
  const p = typed(params)
  const found: string[] = []
  const { peakBytes, seconds } = expectation(params, presetId)
  if (peakBytes > usualMemory)
    found.push(
      `The largest trainer process is predicted to need ${inWholeMiB(peakBytes)} (2²⁰); where the machine has less, that setting is recorded as out of memory. Use smaller images, batches or a shallower network to stay below.`,
    )
  if (seconds > 1800)
    found.push(`On a CPU this run is expected to take ${inWords(seconds)}; it is meant for a GPU.`)
  const tooLarge = presetId === '5c' ? batchSizesOf(params).filter((batch) => batch > p.trainImages) : []
  if (tooLarge.length > 0)
    found.push(
      `There are ${p.trainImages} training images, so a batch of ${orList.format(tooLarge.map(String))} is one step with all of them.`,
    )
  if (presetId === '5c' && p.batchSizes.some((batch) => !Number.isInteger(batch)))
    found.push('Batch sizes are whole numbers of images; others are rounded.')
  if (p.stem === 'cifar' && p.side > 64)
    found.push('The CIFAR form keeps full resolution, so images larger than 64 pixels take very much memory.')
  return found
}
