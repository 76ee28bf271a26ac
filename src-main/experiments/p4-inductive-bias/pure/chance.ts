/**
 * When a training counts as at chance, and when as stuck there. Both are judged on what is shown of it: accuracies,
 * training loss and answers. A network that is only young is at chance, and not stuck.
 */

/** Percentage points above guessing up to which an accuracy counts as that of guessing. */
export const chanceWithin = 5

/** Share of the loss of guessing, the logarithm of the number of classes, that a loss has to fall below to be better. */
const guessingLoss = 0.98

/** Probabilities of a class that differ by less over all images do not depend on the image. */
const constantWithin = 1e-3

/** Whether the training accuracy and, where there is one, the validation accuracy (percent) are those of guessing. */
export const isAtChance = (
  trainAccuracy: number,
  validationAccuracy: number | null,
  classes: number,
): boolean => Math.max(trainAccuracy, validationAccuracy ?? 0) <= 100 / classes + chanceWithin

/**
 * Whether a training is stuck: over the last half of its epochs the training loss never fell below that of guessing,
 * and at the end the probabilities of all images are the same (`range`, their largest difference in one class), as they
 * are where all ReLUs are dead or the features have collapsed. `losses` are those after each epoch.
 */
export function isStuck(losses: readonly number[], range: number, classes: number): boolean {
  const lastHalf = losses.slice(Math.floor(losses.length / 2))
  if (lastHalf.length === 0) return false
  return Math.min(...lastHalf) >= guessingLoss * Math.log(classes) && range < constantWithin
}
