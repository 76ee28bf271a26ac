/** The work of a training and the time it is expected to take. */
import type { Cell, SweepPlan } from './pure/cells.ts'
import { roughDuration } from '#text/durations.ts'
import { counted } from '#text/words.ts'

/** Multiply-adds of an image on its way through the network, so far as sizes are compared. */
export function multiplyAdds({ network, kernel }: Pick<Cell, 'network' | 'kernel'>): number {
  if (network === 'mlp') return 784 * 50
  const forward = kernel * kernel * (28 * 28 * 3 + 14 * 14 * 9)
  // Two thirds of the work of a step are gradients, of which a frozen convolution needs none.
  return network === 'frozen' ? forward / 2 : forward
}

/**
 * Multiply-adds a second of one core of a desktop processor with these small networks, and what a step costs
 * besides: estimates for the note before a run; the time left during the run is measured.
 */
const estimatedRate = 13e9
const overheadOfStep = 30e-6
/** What moving, padding and pooling an image costs a CNN besides, in multiply-adds. */
const overheadOfImage = 65_000
/** A training step also takes the gradients by weights and by inputs, each about as much work again. */
const trainingFactor = 3
/** Cores that the estimate is made for. */
const assumedCores = 2

/** Seconds of one core that a network is estimated to take. */
function secondsOf(cell: Cell, { classes, validationImages }: SweepPlan['data']): number {
  const images = cell.perClass * classes.length
  const evaluated = images + validationImages * classes.length
  const perImage = multiplyAdds(cell) + (cell.network === 'mlp' ? 0 : overheadOfImage)
  const work = perImage * (trainingFactor * images + evaluated)
  return cell.epochs * (work / estimatedRate + Math.ceil(images / cell.batchSize) * overheadOfStep)
}

/** Seconds that a run is estimated to take, its networks side by side on two cores. */
export function estimatedSeconds({ cells, data }: SweepPlan): number {
  const seconds = cells.map((cell) => secondsOf(cell, data))
  const total = seconds.reduce((sum, one) => sum + one, 0)
  // No run is shorter than its longest network.
  return Math.max(total / assumedCores, ...seconds)
}

/** The time to expect, before the run. */
export function timeNote(plan: SweepPlan): string {
  const epochs = plan.cells.reduce((sum, cell) => sum + cell.epochs, 0)
  return `Expected time: ${roughDuration(estimatedSeconds(plan))} for ${counted(plan.cells.length, 'network')} and ${counted(epochs, 'epoch')} in all, estimated for ${assumedCores} idle cores; a busy machine takes longer.`
}
