/** Values that several parts measure alike. */
import { tableValue } from '#contract/values.ts'
import { accuracyColumns, stripesColumns } from './pure/tables.ts'

/** Accuracies of a sweep; `id` and `label` differ from part to part. */
export const accuracyValue = (id: string, label: string) =>
  tableValue(id, {
    label,
    sentence:
      'Mean and range over the seeds, for every network and number of training images, after the last epoch.',
    columns: accuracyColumns,
  })

/** How striped the filters of a part have become. */
export const stripesValue = (part: string) =>
  tableValue(`${part}.kernels`, {
    label: 'Stripes in the kernels',
    sentence:
      'For each filter of the first convolution, before and after training, the share of its variance that lies between its rows and between its columns.',
    columns: stripesColumns,
  })

export const confusionSentence = (rowsOf: string): string =>
  `Counts of validation images by true class (rows) and answer (columns), for each ${rowsOf}.`
