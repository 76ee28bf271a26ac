import type { Training } from './training.ts'
import { isStable, stabilityBound, type StabilityBound, type StabilityQuestion } from './stability.ts'

/** The training's stability question; null for Adam, whose steps are bounded by the learning rate. */
export function stabilityQuestion(training: Training): StabilityQuestion | null {
  if (training.optimizer === 'adam') return null
  const { point, dropRate, batchSize } = training
  return { point, dropRate, batchSize, momentum: training.optimizer === 'momentum' ? training.momentum : 0 }
}

/** Whether the training's expected loss stays bounded; always so for Adam. */
export function isTrainingStable(training: Training): boolean {
  const question = stabilityQuestion(training)
  return question === null || isStable(question, training.learningRate)
}

/** The training's largest stable learning rates; Infinity for Adam. */
export function trainingBound(training: Training): StabilityBound {
  const question = stabilityQuestion(training)
  return question === null ? { inMean: Infinity, inMeanSquare: Infinity } : stabilityBound(question)
}

/** A bound to three significant digits, rounded down so that what is below it is below the bound itself. */
export function roundedDown(bound: number): number {
  if (!Number.isFinite(bound) || bound <= 0) return bound
  const unit = 10 ** (Math.floor(Math.log10(bound)) - 2)
  // The search for the bound ends a hair below it; without the allowance 0.01 would read 0.00999.
  return Number((Math.floor(bound / unit + 1e-6) * unit).toPrecision(3))
}

/** What to do about a training that grew without end: "use a learning rate below 0.00249". */
export function remedyFor(training: Training): string {
  return isTrainingStable(training)
    ? `lower the learning rate of ${training.learningRate}`
    : `use a learning rate below ${roundedDown(trainingBound(training).inMeanSquare)}`
}
