/**
 * How a training that ends at chance came there: it never left chance (stuck, or only young), or it had learned and fell
 * back. All is judged on what is shown of it: accuracies, training loss and answers.
 */

/** Percentage points above guessing up to which an accuracy counts as that of guessing. */
export const chanceWithin = 5

/** Share of the loss of guessing, the logarithm of the number of classes, that a loss has to fall below to be better. */
const guessingLoss = 0.98

/** Probabilities of a class that differ by less over all images do not depend on the image. */
const constantWithin = 1e-3

/** Standard deviations of the score of a guesser that an accuracy has to lie above guessing to have left chance ... */
const clearlyAbove = 3
/** ... and at least this many percentage points. */
const leastLead = 2 * chanceWithin

/** Whether the training accuracy and, where there is one, the validation accuracy (percent) are those of guessing. */
export const isAtChance = (
  trainAccuracy: number,
  validationAccuracy: number | null,
  classes: number,
): boolean => Math.max(trainAccuracy, validationAccuracy ?? 0) <= 100 / classes + chanceWithin

/** The accuracy (percent) on this many images above which a network is no longer at chance: luck seldom comes so far. */
export function leavesChanceAbove(classes: number, images: number): number {
  const guess = 1 / classes
  const deviation = 100 * Math.sqrt((guess * (1 - guess)) / images)
  return 100 * guess + Math.max(leastLead, clearlyAbove * deviation)
}

/** The accuracies (percent) of one set of images after each epoch. */
export interface ScoredEpochs {
  readonly of: 'validation' | 'training'
  readonly accuracies: readonly number[]
  readonly images: number
}

/** The best epoch (from 1) of a training and its accuracy in percent. */
export interface Peak {
  readonly epoch: number
  readonly accuracy: number
  readonly of: 'validation' | 'training'
}

/** Where a training stood highest above chance, in the first of these sets in which it had left chance; null: in none. */
export function peakAboveChance(sets: readonly ScoredEpochs[], classes: number): Peak | null {
  for (const { of, accuracies, images } of sets) {
    const accuracy = Math.max(...accuracies)
    if (accuracy > leavesChanceAbove(classes, images))
      return { epoch: accuracies.indexOf(accuracy) + 1, accuracy, of }
  }
  return null
}

/**
 * Whether a training that never left chance is stuck there: over the last half of its epochs the training loss never fell
 * below that of guessing, and at the end the probabilities of all images are the same (`range`, their largest difference
 * in one class), as they are where all ReLUs are dead. One that is only young is not. `losses`: after each epoch.
 */
export function isStuck(losses: readonly number[], range: number, classes: number): boolean {
  const lastHalf = losses.slice(Math.floor(losses.length / 2))
  if (lastHalf.length === 0) return false
  return Math.min(...lastHalf) >= guessingLoss * Math.log(classes) && range < constantWithin
}
