/** Tables, or their columns, that several parts measure. */
import { numbers, tableValue, texts, type Columns, type RowOf, type TableValue } from '#contract/values.ts'
import type { MemoryLabel } from './stages.ts'

const onHost = 'not on a GPU, or not reported'

/** The readings of a training, a row for each stage. */
export const stageColumns = {
  stage: texts('stage'),
  trainerMiB: numbers('trainer, MiB'),
  growthMiB: numbers('growth, MiB', {
    note: 'Growth since the stage before; the first stage and the highest reading have none.',
    whenEmpty: 'not applicable',
  }),
  deviceMiB: numbers('whole GPU, MiB', { whenEmpty: onHost }),
  othersMiB: numbers('other processes, MiB', { whenEmpty: onHost }),
  memory: texts<MemoryLabel>('memory of', { note: 'Which memory the reading is of.' }),
} as const

/** Declares the readings of a part that are to be doubted. */
export const flagsOf = (part: string) =>
  tableValue(`${part}.flags`, {
    label: 'Readings to doubt',
    sentence:
      'Readings that cannot be right, or that theory alone does not explain, each with its likely causes; no row if all are plausible.',
    isReading: true,
    emptyCell: '–',
    columns: {
      reading: texts('reading'),
      what: texts('what was seen'),
      causes: texts('likely causes'),
    },
  })

/** A row of a declared table. */
export type RowIn<T> = T extends TableValue<infer C extends Columns> ? RowOf<C> : never
