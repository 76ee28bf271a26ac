/** The tables of problem 4: their columns, and the rows as trainers write them and as answers and views read them. */
import { numberKeys, numbers, textKeys, texts, type RowOf } from '#contract/values.ts'
import type { BandClass } from './bands.ts'
import type { NetworkName } from './cells.ts'

const network = textKeys<NetworkName>('network')
const perClass = numberKeys('images per class')
const epochs = numberKeys('epochs')
const seed = numberKeys('seed')

const diverged = 'diverged'
/** Mean and range over the seeds that did not diverge; percent. */
const validated = {
  accuracy: numbers('validation accuracy (%)', { whenEmpty: diverged }),
  lowest: numbers('lowest', { whenEmpty: diverged }),
  highest: numbers('highest', { whenEmpty: diverged }),
}
const trainAccuracy = numbers('training accuracy (%)', { whenEmpty: diverged })
const ends = {
  atChance: numbers('at chance', {
    note: 'Seeds that are at chance after these epochs and not stuck there.',
  }),
  stuck: numbers('stuck', { note: 'Seeds that are stuck at chance; known after the last epoch only.' }),
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
  validationLoss: numbers('validation loss', { whenEmpty: diverged }),
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
  atChance: numbers('at chance', { note: '1: at chance after the last epoch, and not stuck there.' }),
  stuck: numbers('stuck', { note: '1: stuck at chance.' }),
}
export type KernelRow = RowOf<typeof kernelColumns>

const tooFew = 'not flat, or too few epochs'
/** What the curve of one training says about its epochs. */
export const epochsColumns = {
  network,
  perClass,
  seed,
  epochs,
  firstAtTarget: numbers('first at target', { whenEmpty: 'target not reached' }),
  flatFrom: numbers('flat from', { whenEmpty: tooFew }),
  estimatedFlatFrom: numbers('early estimate', {
    note: 'The epoch from which the curve will be flat, estimated from its first third only.',
    whenEmpty: 'no estimate',
  }),
  estimateMadeAt: numbers('estimated at', { whenEmpty: 'no estimate' }),
  bestEpoch: numbers('best epoch', { whenEmpty: diverged }),
  bestAccuracy: numbers('best accuracy (%)', { whenEmpty: diverged }),
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

/** One combination of the search after some of its epochs, over all seeds. */
export const searchColumns = {
  learningRate: numberKeys('learning rate'),
  momentum: numberKeys('momentum'),
  batchSize: numberKeys('batch size'),
  kernel: numberKeys('kernel size'),
  epochs,
  ...validated,
  testAccuracy: numbers('test accuracy (%)', {
    note: 'On fresh images that chose nothing.',
    whenEmpty: diverged,
  }),
  trainAccuracy,
  ...ends,
}
export type SearchRow = RowOf<typeof searchColumns>

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
