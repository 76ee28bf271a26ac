import { listed } from '#text/words.ts'
import { formatShort } from '#text/numbers.ts'
import type { OptimizerName } from './fields.ts'
import { isTrainingStable, roundedDown, trainingBound } from './training-stability.ts'
import type { Training } from './training.ts'

const shown = (value: number): string => formatShort(value, 3)

/** Those of the trainings whose expected loss grows without end at their learning rate. */
export const unstableAmong = (trainings: readonly Training[]): readonly Training[] =>
  trainings.filter((training) => !isTrainingStable(training))

const momentumOf = ({ optimizer, momentum }: Training): number => (optimizer === 'momentum' ? momentum : 0)

/** "even the average step overshoots", or what else makes these trainings unstable, and at which rates. */
function causeOf(group: readonly Training[]): string {
  const isOvershooting = (training: Training): boolean =>
    training.learningRate >= trainingBound(training).inMean
  const over = group.filter(isOvershooting)
  const noise = `the noise of a batch of ${group[0]?.batchSize} is amplified`
  if (over.length === group.length) return 'even the average step overshoots'
  if (over.length === 0) return noise
  const noisy = group.filter((training) => !isOvershooting(training))
  return `the average step overshoots at ${ratesOf(over)} and ${noise} at ${ratesOf(noisy)}`
}

const ratesOf = (group: readonly Training[]): string =>
  listed([...new Set(group.map((training) => training.dropRate))].sort((a, b) => a - b))

/** One sentence for all trainings that differ only in the drop rate; its bound holds for each of them. */
function stabilityWarning(group: readonly Training[]): string {
  const [first] = group
  if (!first) return ''
  const rates = new Set(group.map((training) => training.dropRate)).size
  const momentum = momentumOf(first) === 0 ? '' : `, momentum ${momentumOf(first)}`
  const bound = roundedDown(Math.min(...group.map((training) => trainingBound(training).inMeanSquare)))
  const wouldDroppingLessHelp = group.every(
    (training) => training.dropRate > 0 && isTrainingStable({ ...training, dropRate: 0 }),
  )
  const less = rates > 1 ? 'lower drop rates' : 'a lower drop rate'
  const remedy = `use a learning rate below ${bound}${wouldDroppingLessHelp ? ` or ${less}` : ''}`
  return `Learning rate ${shown(first.learningRate)} is unstable at drop rate${rates > 1 ? 's' : ''} ${ratesOf(group)}${momentum} and batch size ${first.batchSize} because ${causeOf(group)}; ${remedy}.`
}

/**
 * What to know before training these, which differ only in drop rate and optimizer: one sentence for all that are
 * unstable, and one for what Adam leaves out.
 */
export function trainingWarnings(
  trainings: readonly Training[],
  optimizer: OptimizerName | null = null,
): readonly string[] {
  const unstable = unstableAmong(trainings)
  return [
    ...(unstable.length > 0 ? [stabilityWarning(unstable)] : []),
    ...(optimizer === 'adam'
      ? ['Adam has no closed form for its expected loss, so that curve is not drawn.']
      : []),
  ]
}
