/** The numbers in which a sweep is summed up: what its networks reach with the most images. */
import { numberValue, type NumberValue, type ValueEvent } from '#contract/values.ts'
import { mean } from '#numeric/statistics.ts'
import type { Cell, NetworkName, SweepPlan } from './pure/cells.ts'
import type { Finished } from './summaries.ts'

/** Declares the validation accuracy of a network with the most images a class; `name` is what the part calls it. */
export const finalAccuracy = (part: string, network: NetworkName, name: string): NumberValue =>
  numberValue(`${part}.${network}.final`, {
    label: `${name}, accuracy`,
    unit: '%',
    sentence: `Validation accuracy of the ${name} after the last epoch, trained on the largest number of images a class of this run; the mean over the seeds.`,
  })

/** What `finalAccuracy` declares, once every seed of it is trained. */
export function finalAccuracyIs(
  value: NumberValue,
  network: NetworkName,
  { cells }: SweepPlan,
  finished: readonly Finished[],
): readonly ValueEvent[] {
  const own = cells.filter((cell) => cell.network === network)
  const most = Math.max(...own.map(({ perClass }) => perClass))
  return meanAccuracyIs(
    value,
    own.filter(({ perClass }) => perClass === most),
    finished,
  )
}

/** The mean validation accuracy of these trainings after their last epoch; nothing before all of them are finished. */
export function meanAccuracyIs(
  value: NumberValue,
  cells: readonly Cell[],
  finished: readonly Finished[],
): readonly ValueEvent[] {
  const tracks = new Set(cells.map(({ track }) => track))
  const own = finished.filter(({ cell }) => tracks.has(cell.track))
  const [first] = own
  if (!first || own.length < tracks.size) return []
  const accuracies = own.flatMap(
    ({ cell, result }) => result.checkpoints.find(({ epochs }) => epochs === cell.epochs)?.accuracy ?? [],
  )
  if (accuracies.length > 0) return [value.is(mean(accuracies))]
  return [
    value.isNotMeasured(
      `The training diverged at epoch ${first.result.divergedAt}; lower the learning rate of ${first.cell.learningRate}.`,
    ),
  ]
}
