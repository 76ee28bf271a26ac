import type { AccuracyRow, StripesRow } from './pure/tables.ts'

/** One seed's network after 30 epochs, without trouble, that has learned its training images. */
export const accuracyRow = (
  network: AccuracyRow['network'],
  perClass: number,
  accuracy: number,
  more: Partial<AccuracyRow> = {},
): AccuracyRow => ({
  ...{ network, perClass, epochs: 30, accuracy, lowest: accuracy, highest: accuracy, trainAccuracy: 100 },
  ...{ validationLoss: 1, atChance: 0, stuck: 0, fellBack: 0, peaks: null, diverged: 0, seeds: '1' },
  ...more,
})

/** A filter of the CNN: the share of its variance that its rows explain, after training and before. */
export const stripesRow = (rowsAfter: number, rowsBefore: number): StripesRow => ({
  ...{ network: 'cnn', perClass: 10, seed: 1, filter: 1, columnsBefore: 0.1, columnsAfter: 0.1 },
  ...{ rowsBefore, rowsAfter },
})
