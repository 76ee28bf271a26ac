/** The numbers in which part 4c is summed up: what is reached with the target's number of images, and by the search. */
import { numberValue, type NumberValue, type ValueEvent } from '#contract/values.ts'
import { mean } from '#numeric/statistics.ts'
import { meanAccuracyIs } from './headlines.ts'
import type { Cell, NetworkName, SweepPlan } from './pure/cells.ts'
import type { SearchRow } from './pure/tables.ts'
import { targetAccuracy, targetImages } from './pure/targets.ts'
import type { Finished } from './summaries.ts'

const both = ['cnn', 'mlp'] as const satisfies readonly NetworkName[]
const names = { cnn: 'CNN', mlp: 'MLP' } as const

interface Reached {
  readonly cnnAccuracy: NumberValue
  readonly mlpAccuracy: NumberValue
  readonly cnnEpochs: NumberValue
  readonly mlpEpochs: NumberValue
}

/** Declares accuracy and epochs of both networks with the target's number of images a class. */
export const reachedValues = (images: number, accuracy: number): Reached => {
  const accuracyOf = (network: 'cnn' | 'mlp') =>
    numberValue(`4c.${network}.reached`, {
      label: `${names[network]}, ${images} images: accuracy`,
      unit: '%',
      sentence: `Validation accuracy of the ${names[network]} after the last epoch, trained on ${images} images a class; the mean over the seeds.`,
    })
  const epochsOf = (network: 'cnn' | 'mlp') =>
    numberValue(`4c.${network}.epochs`, {
      label: `${names[network]}, ${images} images: epochs to ${accuracy} %`,
      unit: '',
      sentence: `First epoch at which the ${names[network]}, trained on ${images} images a class, reaches ${accuracy} % validation accuracy; the mean over the seeds that reach it.`,
    })
  return {
    cnnAccuracy: accuracyOf('cnn'),
    cnnEpochs: epochsOf('cnn'),
    mlpAccuracy: accuracyOf('mlp'),
    mlpEpochs: epochsOf('mlp'),
  }
}

/** What `reachedValues` declares, of each network once all its seeds are trained. */
export const reachedIs = (
  reached: Reached,
  { cells }: SweepPlan,
  finished: readonly Finished[],
): readonly ValueEvent[] =>
  both.flatMap((network) => {
    const [accuracy, epochs] = [reached[`${network}Accuracy`], reached[`${network}Epochs`]]
    const own = cells.filter((cell) => cell.network === network && cell.perClass === targetImages)
    if (own.length === 0) {
      const why = `The ${names[network]} was not trained on ${targetImages} images a class; add ${targetImages} to the list.`
      return [accuracy.isNotMeasured(why), epochs.isNotMeasured(why)]
    }
    return [...meanAccuracyIs(accuracy, own, finished), ...epochsIs(epochs, network, own, finished)]
  })

function epochsIs(
  value: NumberValue,
  network: 'cnn' | 'mlp',
  cells: readonly Cell[],
  finished: readonly Finished[],
): readonly ValueEvent[] {
  const tracks = new Set(cells.map(({ track }) => track))
  const own = finished.filter(({ cell }) => tracks.has(cell.track))
  const [first] = own
  if (!first || own.length < tracks.size) return []
  const epochs = own.flatMap(({ result }) => result.firstAtTarget ?? [])
  if (epochs.length > 0) return [value.is(mean(epochs))]
  return [
    value.isNotMeasured(
      `The ${names[network]} did not reach ${targetAccuracy} % within ${first.cell.epochs} epochs.`,
    ),
  ]
}

/** Declares the best validation accuracy of the search, for each network. */
export const searchBestValues = (): Readonly<Record<'cnn' | 'mlp', NumberValue>> => {
  const bestOf = (network: 'cnn' | 'mlp') =>
    numberValue(`4c.search.${network}`, {
      label: `${names[network]}, best accuracy`,
      unit: '%',
      sentence: `Best mean validation accuracy of the ${names[network]} over all combinations and numbers of epochs that were searched.`,
    })
  return { cnn: bestOf('cnn'), mlp: bestOf('mlp') }
}

/** What `searchBestValues` declares, among the combinations that are trained; nothing of a network before its first. */
export const searchBestIs = (
  values: Readonly<Record<'cnn' | 'mlp', NumberValue>>,
  rows: readonly SearchRow[],
): readonly ValueEvent[] =>
  both.flatMap((network) => {
    const own = rows.filter((row) => row.network === network)
    if (own.length === 0) return []
    const accuracies = own.flatMap(({ accuracy }) => accuracy ?? [])
    return accuracies.length > 0
      ? [values[network].is(Math.max(...accuracies))]
      : [values[network].isNotMeasured(`Every training of the ${names[network]} diverged.`)]
  })
