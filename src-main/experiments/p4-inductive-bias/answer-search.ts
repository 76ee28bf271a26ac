/** The reference answer to 4c (iv): the hyper-parameter search. */
import { agree } from '#text/words.ts'
import { MissingValue, pending } from '../answer-text.ts'
import { alike, counted, guessed, listed, meanAndRange, paragraphs, percent } from './answer-words.ts'
import { networkLabels } from './pure/networks.ts'
import { bestOf, searchedNetwork, seedsOf, type SearchRow } from './pure/tables.ts'

/** The best setting of one network, with its accuracies and how clearly it is the best. */
function bestSentence(rows: readonly SearchRow[], network: 'cnn' | 'mlp'): string {
  const name = networkLabels[network]
  const own = rows.filter((row) => searchedNetwork(row) === network)
  if (own.length === 0)
    return `The ${name} was not searched in this run; run the search again to see its best setting.`
  const best = bestOf(own, network)
  if (best?.accuracy == null)
    return `Every training of the ${name} diverged; run the search with smaller learning rates.`
  const { accuracy, testAccuracy, trainAccuracy } = best
  const kernel = best.kernel === null ? '' : `, kernel size ${best.kernel}`
  const setting = `learning rate ${best.learningRate}, momentum ${best.momentum}, batch size ${best.batchSize}${kernel}, ${counted(best.epochs, 'epoch')}`
  const others = [
    ...(trainAccuracy === null ? [] : [`${percent(trainAccuracy)} in training`]),
    ...(testAccuracy === null ? [] : [`${percent(testAccuracy)} on fresh test images`]),
  ]
  const besides = others.length > 0 ? `, ${listed(others)}` : ''
  const close = own.filter((row) => row.accuracy !== null && row.accuracy >= accuracy - alike).length - 1
  const noise =
    close > 0
      ? ` ${counted(close, 'other row')} of the ${name} ${agree(close, 'lies', 'lie')} within ${alike} points of it, so their order is noise.`
      : ''
  const worth = accuracy <= guessed ? ' No setting is better than guessing after these epochs.' : ''
  return `${name}, best of ${counted(own.length, 'row')}: ${setting}. It reaches ${meanAndRange(best)} in validation${besides}.${worth}${noise}`
}

/** How many trainings never left chance, fell back to it or diverged. */
function lostSentence(rows: readonly SearchRow[]): string {
  const end = Math.max(...rows.map((row) => row.epochs))
  const count = (ending: 'atChance' | 'stuck' | 'fellBack' | 'diverged'): number =>
    rows.filter((row) => row.epochs === end).reduce((sum, row) => sum + (row[ending] ?? 0), 0)
  const isRecorded = rows.some(({ fellBack }) => fellBack !== null)
  const named = [
    {
      of: count('atChance'),
      words: isRecorded ? 'never left chance, perhaps because of too few epochs' : 'at chance',
    },
    { of: count('stuck'), words: 'stuck there' },
    { of: count('fellBack'), words: 'fell back to it after learning' },
    { of: count('diverged'), words: 'diverged' },
  ].filter(({ of }) => of > 0)
  return named.length === 0
    ? ''
    : `After ${counted(end, 'epoch')}, of ${counted(trainingsIn(rows, end), 'training')}: ${listed(named.map(({ of, words }) => `${of} ${words}`))}.`
}

const trainingsIn = (rows: readonly SearchRow[], end: number): number =>
  rows.filter((row) => row.epochs === end).reduce((sum, row) => sum + seedsOf(row).length, 0)

/** 4c (iv). */
export function searchAnswer(measured: readonly SearchRow[] | null): readonly string[] {
  const rows = measured ?? []
  if (rows.length === 0) throw new MissingValue(pending)
  return paragraphs(
    bestSentence(rows, 'cnn'),
    bestSentence(rows, 'mlp'),
    rows.some(({ accuracy }) => accuracy !== null)
      ? 'Choosing a setting by its validation accuracy favours lucky ones, so that number tends to be too high; the test images had no part in the choice.'
      : null,
    lostSentence(rows),
  )
}
