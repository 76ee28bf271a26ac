/** The reference answer to 4c (iv): the hyper-parameter search. */
import { MissingValue, pending } from '../answer-text.ts'
import { alike, counted, listed, paragraphs, percent } from './answer-words.ts'
import type { SearchRow } from './pure/tables.ts'

/** 4c (iv). */
export function searchAnswer(rows: readonly SearchRow[] | null): readonly string[] {
  const best = rows?.[0]
  if (!rows || !best) throw new MissingValue(pending)
  if (best.accuracy === null)
    throw new MissingValue('Run the search with a smaller learning rate: every training of it diverged.')
  const accuracy = best.accuracy
  const close = rows.filter((row) => row.accuracy !== null && row.accuracy >= accuracy - alike).length - 1
  const test =
    best.testAccuracy === null
      ? ''
      : `On fresh test images it reaches ${percent(best.testAccuracy)}. The best setting was chosen by its validation accuracy, so that number tends to be too high.`
  const others =
    close > 0
      ? `${counted(close, 'other row')} ${close === 1 ? 'lies' : 'lie'} within two points of it, so their order is noise.`
      : ''
  const end = Math.max(...rows.map((row) => row.epochs))
  const count = (ending: 'atChance' | 'stuck'): number =>
    rows.filter((row) => row.epochs === end).reduce((sum, row) => sum + (row[ending] ?? 0), 0)
  const [young, stuck] = [count('atChance'), count('stuck')]
  const lost = [
    ...(young > 0 ? [`${counted(young, 'training')} still at chance, perhaps for too few epochs`] : []),
    ...(stuck > 0 ? [`${counted(stuck, 'training')} stuck there`] : []),
  ]
  return paragraphs(
    `Best of the ${counted(rows.length, 'row')} of the search: learning rate ${best.learningRate}, momentum ${best.momentum}, batch size ${best.batchSize}, kernel size ${best.kernel}, ${best.epochs} epochs, with a validation accuracy of ${percent(accuracy)}. ${test} ${others} ${lost.length > 0 ? `After ${counted(end, 'epoch')}: ${listed(lost)}.` : ''}`,
  )
}
