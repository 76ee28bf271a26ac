/** The tables of problem 4: their columns, and the rows as trainers write them and as answers and views read them. */
import { numberKeys, numbers, textKeys, texts, type RowOf } from '#contract/values.ts'
import type { BandClass } from './bands.ts'
import type { NetworkName } from './cells.ts'

const network = textKeys<NetworkName>('network')
const perClass = numberKeys('images per class')
const epochs = numberKeys('epochs')
const seed = numberKeys('seed')

const diverged = 'diverged'
/** The note of a training that only more epochs could show to be flat. */
export const stillChanging = 'still changing in the last fifth of the epochs'
const divergedAtOnce = 'diverged in the first epoch'
/** Mean and range over the seeds that did not diverge; percent. */
const validated = {
  accuracy: numbers('validation accuracy (%)', { note: 'Mean over the seeds.', whenEmpty: diverged }),
  lowest: numbers('lowest', { note: 'Of the seeds: the lower end of their range.', whenEmpty: diverged }),
  highest: numbers('highest', { note: 'Of the seeds: the upper end of their range.', whenEmpty: diverged }),
}
const trainAccuracy = numbers('training accuracy (%)', { whenEmpty: diverged })
const ends = {
  atChance: numbers('at chance', {
    note: 'Seeds that are at chance after these epochs, neither stuck there nor fallen back to it.',
  }),
  stuck: numbers('stuck', {
    note: 'Seeds that never left chance and answer all images alike.',
    whenEmpty: 'known at the end',
  }),
  fellBack: numbers('fell back', {
    note: 'Seeds that had learned and were at chance again after the last epoch.',
    whenEmpty: 'known at the end',
  }),
  peaks: texts('best before falling back', {
    note: 'The best accuracy, and its epoch, of each seed that fell back.',
    whenEmpty: 'none fell back',
  }),
  diverged: numbers('diverged', { note: 'Seeds whose training has diverged.' }),
  seeds: texts('seeds', { note: 'The seeds that have been trained, with spaces between them.' }),
}

/** A network on one number of images after some epochs, over all seeds. */
export const accuracyColumns = {
  network,
  perClass,
  epochs,
  ...validated,
  trainAccuracy,
  // Not finite where the training diverged, and where an answer is so wrong that its loss cannot be held.
  validationLoss: numbers('validation loss', { whenEmpty: 'not finite' }),
  ...ends,
}
export type AccuracyRow = RowOf<typeof accuracyColumns>

const notValidated = { whenEmpty: 'not validated' }
/** The same in 4a, which has no validation images. */
export const trainingColumns = {
  ...accuracyColumns,
  accuracy: numbers('validation accuracy (%)', notValidated),
  lowest: numbers('lowest', notValidated),
  highest: numbers('highest', notValidated),
  validationLoss: numbers('validation loss', notValidated),
}

/** The seeds of a row, in their order. */
export const seedsOf = ({ seeds }: { readonly seeds: string | null }): readonly number[] =>
  (seeds ?? '').split(' ').filter(Boolean).map(Number)

const called = (name: BandClass) => numbers(`called ${name}`)
/** Counts of validation images of one training by true class (rows) and answer (columns), three classes. */
export const threeClassColumns = {
  network,
  perClass,
  seed,
  label: textKeys<BandClass>('true class'),
  horizontal: called('horizontal'),
  vertical: called('vertical'),
  none: called('none'),
}
/** The same with five classes. */
export const fiveClassColumns = {
  network,
  perClass,
  seed,
  label: textKeys<BandClass>('true class'),
  horizontal: called('horizontal'),
  vertical: called('vertical'),
  diagonal: called('diagonal'),
  both: called('both'),
  none: called('none'),
}
export type ThreeClassRow = RowOf<typeof threeClassColumns>
export type FiveClassRow = RowOf<typeof fiveClassColumns>

/** One training of the kernel sweep; the MLP has no kernel. */
export const kernelColumns = {
  network,
  kernel: numbers('kernel size', { whenEmpty: 'no kernel' }),
  perClass,
  epochs,
  seed,
  accuracy: validated.accuracy,
  trainAccuracy,
  atChance: numbers('at chance', {
    note: '1: at chance after the last epoch, neither stuck there nor fallen back to it.',
  }),
  stuck: numbers('stuck', { note: '1: never left chance, and answers all images alike.' }),
  fellBack: numbers('fell back', {
    note: '1: had learned, and is at chance again after the last epoch.',
    whenEmpty: 'not recorded',
  }),
  peaks: texts('best before falling back', {
    note: 'The best accuracy, and its epoch, of a training that fell back.',
    whenEmpty: 'did not fall back',
  }),
}
export type KernelRow = RowOf<typeof kernelColumns>

/**
 * Whether the accuracy of a training after its last epoch says something about its kernel size: not that of one that is
 * stuck at chance or fell back to it.
 */
export const isJudged = ({ stuck, fellBack }: KernelRow): boolean => stuck !== 1 && fellBack !== 1

/** What the curve of one training says about its epochs. */
export const epochsColumns = {
  network,
  perClass,
  seed,
  epochs,
  firstAtTarget: numbers('first at target', { whenEmpty: 'target not reached' }),
  flatFrom: numbers('flat from', { whenEmpty: 'see the note' }),
  bestEpoch: numbers('best epoch', { whenEmpty: divergedAtOnce }),
  bestAccuracy: numbers('best accuracy (%)', { whenEmpty: divergedAtOnce }),
  note: texts('note', {
    note: 'Why no epoch is given from which the curve is flat.',
    whenEmpty: 'nothing to note',
  }),
}
export type EpochsRow = RowOf<typeof epochsColumns>

/** How many images the MLP needs to be as good as the CNN on `perClass`. */
export const moreDataColumns = {
  perClass: numberKeys('CNN images per class'),
  cnnAccuracy: numbers('CNN accuracy (%)', { whenEmpty: diverged }),
  mlpPerClass: numbers('MLP images per class', {
    note: 'Interpolated on the measured curve.',
    whenEmpty: 'see the note',
  }),
  times: numbers('times as many', { whenEmpty: 'see the note' }),
  note: texts('note'),
}
export type MoreDataRow = RowOf<typeof moreDataColumns>

/** One combination of the search after some of its epochs, over all seeds. Earlier versions searched the CNN only. */
export const searchColumns = {
  network: texts<NetworkName>('network', { whenEmpty: 'CNN' }),
  learningRate: numberKeys('learning rate'),
  momentum: numberKeys('momentum'),
  batchSize: numberKeys('batch size'),
  kernel: numbers('kernel size', { whenEmpty: 'no kernel' }),
  epochs,
  ...validated,
  testAccuracy: numbers('test accuracy (%)', {
    note: 'On fresh images that had no part in the choice.',
    whenEmpty: diverged,
  }),
  trainAccuracy,
  ...ends,
}
export type SearchRow = RowOf<typeof searchColumns>

/** The network of a combination. */
export const searchedNetwork = ({ network }: SearchRow): NetworkName => network ?? 'cnn'

/** Of these rows, the one of a network with the highest validation accuracy; null where none was trained or all diverged. */
export const bestOf = (rows: readonly SearchRow[], network: NetworkName): SearchRow | null =>
  rows.reduce<SearchRow | null>(
    (best, row) =>
      searchedNetwork(row) === network && row.accuracy !== null && row.accuracy > (best?.accuracy ?? -1)
        ? row
        : best,
    null,
  )

/** A filter of the first convolution before and after the training: shares, 0 to 1, of the variance of its weights. */
export const stripesColumns = {
  network,
  perClass,
  seed,
  filter: numberKeys('filter'),
  rowsBefore: numbers('between rows, untrained'),
  rowsAfter: numbers('between rows, trained', { whenEmpty: diverged }),
  columnsBefore: numbers('between columns, untrained'),
  columnsAfter: numbers('between columns, trained', { whenEmpty: diverged }),
}
export type StripesRow = RowOf<typeof stripesColumns>
