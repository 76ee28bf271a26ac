/** The rows of the tables, from the networks that are finished. */
import { counted, listed } from '#text/words.ts'
import { threeClasses, type BandClass } from './pure/bands.ts'
import { imageCounts, type Cell, type NetworkName } from './pure/cells.ts'
import { isAtChance } from './pure/chance.ts'
import { leastEpochs } from './pure/curve.ts'
import { imagesNeeded, type Point } from './pure/more-data.ts'
import {
  stillChanging,
  type AccuracyRow,
  type EpochsRow,
  type FiveClassRow,
  type KernelRow,
  type MoreDataRow,
  type SearchRow,
  type StripesRow,
} from './pure/tables.ts'
import { peakWords, summarise, type Finished } from './summaries.ts'

function groupBy(finished: readonly Finished[], keyOf: (one: Finished) => string): Finished[][] {
  const groups = new Map<string, Finished[]>()
  for (const one of finished) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one])
  return [...groups.values()]
}

/** Those of one network. */
export const ofNetwork = (finished: readonly Finished[], network: NetworkName): readonly Finished[] =>
  finished.filter(({ cell }) => cell.network === network)

/** A row for each network, number of images and checkpoint, over the seeds that are finished. */
export function accuracyRows(finished: readonly Finished[]): AccuracyRow[] {
  const groups = groupBy(finished, ({ cell }) => `${cell.network} ${cell.perClass}`)
  return groups.flatMap((group) => {
    const cell = group[0]?.cell
    return cell
      ? summarise(group).map((summary) => ({ network: cell.network, perClass: cell.perClass, ...summary }))
      : []
  })
}

/** Counts of validation images by true class and answer; also right for three of the five classes. */
export const confusionRows = (finished: readonly Finished[], classes: readonly BandClass[]): FiveClassRow[] =>
  finished.flatMap(({ cell, result }) =>
    result.confusion.flatMap((counts, index) => {
      const label = classes[index]
      const called = (name: BandClass): number | null => counts[classes.indexOf(name)] ?? null
      return label === undefined
        ? []
        : [
            {
              network: cell.network,
              perClass: cell.perClass,
              seed: result.seed,
              label,
              horizontal: called('horizontal'),
              vertical: called('vertical'),
              diagonal: called('diagonal'),
              both: called('both'),
              none: called('none'),
            },
          ]
    }),
  )

/** What the curve of each training says about its epochs. */
export const epochsRows = (finished: readonly Finished[]): EpochsRow[] =>
  finished.map(({ cell, result }) => ({
    network: cell.network,
    perClass: cell.perClass,
    epochs: cell.epochs,
    ...result,
    // A network at chance is level without having settled.
    flatFrom: result.checkpoints.at(-1)?.isAtChance === true ? null : result.flatFrom,
    note: flatNote(result, cell.epochs),
  }))

/** Why the curve of a training is nowhere flat; null where it is. */
function flatNote({ divergedAt, flatFrom, checkpoints }: Finished['result'], epochs: number): string | null {
  if (divergedAt !== null) return `diverged in epoch ${divergedAt}`
  if (checkpoints.at(-1)?.isAtChance === true) return 'at chance at the end'
  if (flatFrom !== null) return null
  return epochs < leastEpochs ? `fewer than ${leastEpochs} epochs` : stillChanging
}

/** Numbers of images, where they are few; else how many there are. */
const fewListed = (counts: readonly number[]): string =>
  counts.length > 3 ? counted(counts.length, 'smaller set') : listed(counts)

/**
 * For every number of images the CNN was trained on, how many the MLP needs after `epochs`: known once all of `planned`
 * that could change it are trained.
 */
export function moreDataRows(
  finished: readonly Finished[],
  epochs: number,
  planned: readonly Cell[],
): MoreDataRow[] {
  const trained = new Set(finished.map(({ cell }) => cell.track))
  const missing = imageCounts(
    planned
      .filter(({ network, track }) => network === 'mlp' && !trained.has(track))
      .map(({ perClass }) => perClass),
  )
  const rows = accuracyRows(finished).filter((row) => row.epochs === epochs)
  const curve = rows.flatMap(({ network, perClass, accuracy }): Point[] =>
    network === 'mlp' && accuracy !== null ? [{ perClass, accuracy }] : [],
  )
  return rows
    .filter(({ network }) => network === 'cnn')
    .map(({ perClass, accuracy }) => {
      // Any network is as good as one that guesses, with any number of images.
      const isGuessing = accuracy !== null && isAtChance(accuracy, null, threeClasses.length)
      const found = accuracy === null || isGuessing ? null : imagesNeeded(curve, accuracy)
      // Fewer images than the first that do may do, too: until all of them are trained, nothing is known.
      const awaited = missing.filter((count) => found !== null && count <= (found.upTo ?? Infinity))
      const needed =
        awaited.length > 0 ? { perClass: null, note: `MLP not trained on ${fewListed(awaited)}` } : found
      const mlpPerClass = needed?.perClass ?? null
      return {
        perClass,
        cnnAccuracy: accuracy,
        mlpPerClass,
        times: mlpPerClass === null ? null : mlpPerClass / perClass,
        note: needed?.note ?? (isGuessing ? 'the CNN is at chance' : 'the CNN’s training diverged'),
      }
    })
}

/** A row for each combination and checkpoint of the search, the best validation accuracy first. */
export function searchRows(finished: readonly Finished[]): SearchRow[] {
  const groups = groupBy(finished, ({ cell }) =>
    [cell.network, cell.learningRate, cell.momentum, cell.batchSize, cell.kernel].join(' '),
  )
  const rows = groups.flatMap((group) => {
    const cell = group[0]?.cell
    if (!cell) return []
    const { network, learningRate, momentum, batchSize } = cell
    const kernel = network === 'mlp' ? null : cell.kernel
    const setting = { network, learningRate, momentum, batchSize, kernel }
    return summarise(group).map((summary) => ({ ...setting, ...summary }))
  })
  return rows.sort((a, b) => (b.accuracy ?? -1) - (a.accuracy ?? -1))
}

/** A row for each filter of the first convolution. */
export const stripesRows = (finished: readonly Finished[]): StripesRow[] =>
  finished.flatMap(({ cell, result }) =>
    result.stripes.map((after, filter) => ({
      network: cell.network,
      perClass: cell.perClass,
      seed: result.seed,
      filter: filter + 1,
      rowsBefore: result.stripesBefore[filter]?.rows ?? null,
      rowsAfter: after.rows,
      columnsBefore: result.stripesBefore[filter]?.columns ?? null,
      columnsAfter: after.columns,
    })),
  )

/** A row for each training of the kernel sweep. */
export const kernelRows = (finished: readonly Finished[]): KernelRow[] =>
  finished.map(({ cell, result }) => {
    const last = result.checkpoints.at(-1)
    return {
      network: cell.network,
      kernel: cell.network === 'mlp' ? null : cell.kernel,
      perClass: cell.perClass,
      epochs: cell.epochs,
      seed: result.seed,
      accuracy: last?.accuracy ?? null,
      trainAccuracy: last?.trainAccuracy ?? null,
      atChance: last?.isAtChance === true && !result.isStuck && result.fellFrom === null ? 1 : 0,
      stuck: result.isStuck ? 1 : 0,
      fellBack: result.fellFrom === null ? 0 : 1,
      peaks: result.fellFrom === null ? null : peakWords(result),
    }
  })
