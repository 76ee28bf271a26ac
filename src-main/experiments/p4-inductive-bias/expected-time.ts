import type { Params } from '#contract/experiment.ts'
import { cellsOf, typed, type Cell } from './cells.ts'
import { classesOf } from './networks.ts'
import { multiplyAdds } from './job.ts'

/**
 * Multiply-adds a second of one core of a desktop processor with these small networks, and what a step costs
 * besides: estimates, from which the time to expect is told before a run; the time left during the run is measured.
 */
const estimatedRate = 9e9
const overheadOfStep = 60e-6
/** A training step also takes the gradients by weights and by inputs, each about as much work again. */
const trainingFactor = 3
/** Cores that the estimate is made for. */
export const assumedCores = 2

/** Seconds of one core that a network is estimated to take. */
function secondsOf(cell: Cell, validationImages: number, classes: number): number {
  const images = cell.perClass * classes
  const evaluated = images + validationImages * classes
  const work = multiplyAdds(cell) * (trainingFactor * images + evaluated)
  return cell.epochs * (work / estimatedRate + Math.ceil(images / cell.batchSize) * overheadOfStep)
}

/** Seconds that a run is estimated to take, its networks side by side on two cores. */
export function estimatedSeconds(params: Params, presetId: string): number {
  const validated = presetId === '4a' ? 0 : typed(params).validationImages
  const classes = classesOf(presetId).length
  const seconds = cellsOf(presetId, params).map((cell) => secondsOf(cell, validated, classes))
  const total = seconds.reduce((sum, one) => sum + one, 0)
  // No run is shorter than its longest network.
  return Math.max(total / assumedCores, ...seconds)
}

/** "a few seconds", "about 40 seconds", "about 3 minutes". */
export function inWords(seconds: number): string {
  if (seconds < 8) return 'a few seconds'
  if (seconds < 90) return `about ${10 * Math.max(1, Math.round(seconds / 10))} seconds`
  return `about ${Math.round(seconds / 60)} minutes`
}
