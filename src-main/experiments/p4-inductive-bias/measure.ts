import type { Params } from '#contract/experiment.ts'
import type { Value } from '#contract/samples.ts'
import { mean } from '#numeric/statistics.ts'
import { cellsOf, presetOf, typed, type NetworkName } from './cells.ts'
import type { CellResult } from './job.ts'
import { imagesNeeded, type Point } from './more-data.ts'
import { classesOf, trainedParameters } from './networks.ts'
import type { AccuracyRow, MoreDataRow } from './table-rows.ts'
import { summarise, type Finished } from './summaries.ts'
import {
  accuracyLayout,
  confusionLayout,
  epochsLayout,
  kernelLayout,
  moreDataLayout,
  searchLayout,
  stripesLayout,
  tableOf,
} from './tables.ts'

export type Measurement = readonly [id: string, value: Value]

/** The networks that are finished, in the order shown. */
function finishedCells(
  presetId: string,
  params: Params,
  results: ReadonlyMap<string, CellResult>,
): readonly Finished[] {
  return cellsOf(presetId, params).flatMap((cell) => {
    const result = results.get(cell.track)
    return result ? [{ cell, result }] : []
  })
}

/** A row for each network, number of images and checkpoint, over the seeds that are finished. */
function accuracyRows(finished: readonly Finished[]): AccuracyRow[] {
  const groups = groupBy(finished, ({ cell }) => `${cell.network} ${cell.perClass}`)
  return groups.flatMap((group) => {
    const cell = group[0]?.cell
    return cell
      ? summarise(group).map((summary) => ({ network: cell.network, perClass: cell.perClass, ...summary }))
      : []
  })
}

function groupBy(finished: readonly Finished[], keyOf: (one: Finished) => string): Finished[][] {
  const groups = new Map<string, Finished[]>()
  for (const one of finished) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one])
  return [...groups.values()]
}

const ofNetwork = (finished: readonly Finished[], network: NetworkName): readonly Finished[] =>
  finished.filter(({ cell }) => cell.network === network)

function confusionTable(presetId: string, finished: readonly Finished[]): Value {
  const classes = classesOf(presetId)
  const rows = finished.flatMap(({ cell, result }) =>
    result.confusion.map((counts, label) => ({
      network: cell.network,
      perClass: cell.perClass,
      seed: result.seed,
      label: classes[label] ?? '',
      counts,
    })),
  )
  return tableOf(rows, confusionLayout(classes))
}

function epochsTable(finished: readonly Finished[]): Value {
  const rows = finished.map(({ cell, result }) => ({
    network: cell.network,
    perClass: cell.perClass,
    epochs: cell.epochs,
    ...result,
  }))
  return tableOf(rows, epochsLayout)
}

/** For every number of images the CNN was trained on, how many the MLP needs. */
function moreDataRows(finished: readonly Finished[], epochs: number): MoreDataRow[] {
  const rows = accuracyRows(finished).filter((row) => row.epochs === epochs)
  const curve = rows.flatMap(({ network, perClass, accuracy }): Point[] =>
    network === 'mlp' && accuracy !== null ? [{ perClass, accuracy }] : [],
  )
  return rows
    .filter(({ network }) => network === 'cnn')
    .map(({ perClass, accuracy }) => {
      const needed = accuracy === null ? null : imagesNeeded(curve, accuracy)
      const { perClass: mlpPerClass, note } = needed ?? {
        perClass: null,
        note: 'the CNN’s training diverged',
      }
      return { perClass, cnnAccuracy: accuracy, mlpPerClass, note }
    })
}

function searchTable(finished: readonly Finished[]): Value {
  const groups = groupBy(finished, ({ cell }) =>
    [cell.learningRate, cell.momentum, cell.batchSize, cell.kernel].join(' '),
  )
  const rows = groups.flatMap((group) => {
    const cell = group[0]?.cell
    if (!cell) return []
    const { learningRate, momentum, batchSize, kernel } = cell
    return summarise(group).map((summary) => ({ learningRate, momentum, batchSize, kernel, ...summary }))
  })
  return tableOf(
    rows.sort((a, b) => (b.accuracy ?? -1) - (a.accuracy ?? -1)),
    searchLayout,
  )
}

function stripesTable(finished: readonly Finished[]): Value {
  const rows = finished.flatMap(({ cell, result }) =>
    result.stripes.map((after, filter) => ({
      network: cell.network,
      perClass: cell.perClass,
      seed: result.seed,
      filter: filter + 1,
      before: result.stripesBefore[filter] ?? after,
      after,
    })),
  )
  return tableOf(rows, stripesLayout)
}

function kernelTable(finished: readonly Finished[]): Value {
  const rows = finished.map(({ cell, result }) => {
    const last = result.checkpoints.at(-1)
    return {
      network: cell.network,
      kernel: cell.network === 'mlp' ? null : cell.kernel,
      perClass: cell.perClass,
      epochs: cell.epochs,
      seed: result.seed,
      accuracy: last?.accuracy ?? null,
      trainAccuracy: last?.trainAccuracy ?? null,
      isAtChance: last?.isAtChance === true && !result.isStuck,
      isStuck: result.isStuck,
    }
  })
  return tableOf(rows, kernelLayout)
}

function trainAccuracy(finished: readonly Finished[]): Value {
  const accuracies = finished.flatMap(({ result }) => result.checkpoints.at(-1)?.trainAccuracy ?? [])
  if (accuracies.length > 0) return { value: mean(accuracies) }
  const [first] = finished
  return {
    value: null,
    notMeasured: `The training diverged at epoch ${first?.result.divergedAt}; lower the learning rate of ${first?.cell.learningRate}.`,
  }
}

/** What is known before any network is trained: how many parameters each has. */
export function measurementsBefore(presetId: string, params: Params): readonly Measurement[] {
  if (presetId !== '4a') return []
  const { kernel } = typed(params)
  const classes = classesOf(presetId).length
  return (['cnn', 'mlp'] as const).map((network) => [
    `4a.${network}.parameters`,
    { value: trainedParameters({ network, kernel }, classes) },
  ])
}

/** Every value of a preset with the networks that are finished so far. */
export function measurements(
  presetId: string,
  params: Params,
  results: ReadonlyMap<string, CellResult>,
): readonly Measurement[] {
  const preset = presetOf(presetId)
  const finished = finishedCells(preset, params, results)
  const accuracy = (id: string, some: readonly Finished[] = finished): Measurement => {
    return [id, tableOf(accuracyRows(some), accuracyLayout)]
  }
  switch (preset) {
    case '4a':
      return [
        ...(['cnn', 'mlp'] as const).flatMap((network): Measurement[] => {
          const own = ofNetwork(finished, network)
          return own.length > 0 ? [[`4a.${network}.trainAccuracy`, trainAccuracy(own)]] : []
        }),
        accuracy('4a.accuracy'),
        ['4a.kernels', stripesTable(finished)],
      ]
    case '4b':
      return [accuracy('4b.accuracy'), ['4b.kernels', stripesTable(finished)]]
    case '4c':
      return [
        accuracy('4c.accuracy'),
        ['4c.epochs', epochsTable(finished)],
        ['4c.moreData', tableOf(moreDataRows(finished, typed(params).epochs), moreDataLayout)],
        ['4c.kernels', stripesTable(finished)],
      ]
    case '4c-search':
      return [['4c.best', searchTable(finished)]]
    case '4d':
      return (['cnn', 'mlp'] as const).flatMap((network): Measurement[] => {
        const own = ofNetwork(finished, network)
        return [
          accuracy(`4d.${network}.accuracy`, own),
          [`4d.${network}.confusion`, confusionTable(preset, own)],
        ]
      })
    case '4e':
      return [accuracy('4e.accuracy'), ['4e.kernels', stripesTable(finished)]]
    case '4e-kernels':
      return [['4e.kernelSweep', kernelTable(finished)]]
    case '4f':
      return [accuracy('4f.accuracy'), ['4f.confusion', confusionTable(preset, finished)]]
  }
}
