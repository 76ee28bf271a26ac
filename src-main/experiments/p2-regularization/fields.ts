import { choice, list, number, type ParamsOf } from '#contract/fields.ts'
import { largestEntry, mostColumns, mostRows } from './pure/limits.ts'

/** The fields that all parts share: p, and the data. */
export const dataFields = {
  keep: number({
    label: 'Keep probability p',
    help: 'Probability of keeping an entry of X. Problem 1 calls the drop rate p, which is 1 - p here.',
    default: 0.7,
    min: 0.01,
    max: 1,
    scale: 'linear',
  }),
  source: choice({
    label: 'Data',
    help: 'Random data follow the fields below; given data are those of the data editor.',
    default: 'random',
    options: [
      { value: 'random', label: 'Random' },
      { value: 'given', label: 'Given in the data editor' },
    ],
  }),
  scales: list({
    label: 'Column scales',
    help: 'Standard deviation of the random entries of each column of X. The number of scales is the number of columns.',
    default: [1, 3, 0.2, 10],
    min: 0.01,
    max: 100,
    minLength: 1,
    maxLength: mostColumns,
  }),
  rows: number({
    label: 'Rows n',
    help: 'Number of data points in the random data.',
    default: 40,
    min: 1,
    max: mostRows,
    integer: true,
  }),
  offset: number({
    label: 'Column mean',
    help: 'Mean of the random entries of a column, in units of its scale.',
    default: 0,
    min: -10,
    max: 10,
  }),
  noise: number({
    label: 'Noise of y',
    help: 'Standard deviation of the noise added to the random targets y.',
    default: 0.5,
    min: 0,
    max: 100,
  }),
  dataSeed: number({
    label: 'Data seed',
    help: 'Seed of the random data. The seed of the run draws only the masks, so a new run seed keeps the data.',
    default: 182,
    min: 0,
    max: 4294967295,
    integer: true,
  }),
  // Written by the data editor, which shows rows and columns; never as one long line.
  givenX: list({
    label: 'Given X',
    help: 'X row by row, used when the data are given. Its initial value is the data point of problem 1.',
    default: [10, 1],
    min: -largestEntry,
    max: largestEntry,
    minLength: 1,
    maxLength: mostRows * mostColumns,
    isHidden: true,
  }),
  givenY: list({
    label: 'Given y',
    help: 'One target for each row of the given X.',
    default: [11],
    min: -largestEntry,
    max: largestEntry,
    minLength: 1,
    maxLength: mostRows,
    isHidden: true,
  }),
}

/** What every part of problem 2 is asked. */
export type DataParams = ParamsOf<typeof dataFields>
