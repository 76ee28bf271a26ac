/** The reference answer to 4f: max against average pooling against the MLP. */
import { agree } from '#text/words.ts'
import {
  accuraciesListed,
  alike,
  counted,
  lastRows,
  listed,
  paired,
  paragraphs,
  points,
  troubleSentence,
} from './answer-words.ts'
import { fiveClasses } from './pure/bands.ts'
import type { NetworkName } from './pure/cells.ts'
import { seedsOf, type AccuracyRow, type FiveClassRow } from './pure/tables.ts'

type Pairs = ReturnType<typeof paired>

function comparison(
  first: readonly AccuracyRow[],
  second: readonly AccuracyRow[],
  names: readonly [string, string],
): string {
  const both = paired(first, second)
  const better = both.filter((pair) => pair.first > pair.second + alike)
  const worse = both.filter((pair) => pair.first < pair.second - alike)
  const equal = both.filter((pair) => Math.abs(pair.first - pair.second) <= alike)
  const most = (pairs: Pairs): string =>
    `${pairs.length > 1 ? 'by up to' : 'by'} ${points(Math.max(...pairs.map((pair) => Math.abs(pair.first - pair.second))))}`
  const at = (pairs: Pairs): string =>
    `with ${listed(pairs.map((pair) => pair.perClass))} ${agree(pairs.at(-1)?.perClass ?? 0, 'image', 'images')} a class`
  const clauses = [
    ...(better.length > 0 ? [`${names[0]} is ahead of ${names[1]} ${at(better)} (${most(better)})`] : []),
    ...(worse.length > 0 ? [`${names[0]} is behind ${names[1]} ${at(worse)} (${most(worse)})`] : []),
    ...(equal.length > 0
      ? [`${names[0]} and ${names[1]} are within ${alike} points of each other ${at(equal)}`]
      : []),
  ]
  const sentence = clauses.join('; ')
  return sentence === '' ? '' : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`
}

/** The most frequent mistakes of a network, over all its trainings. */
function mistakes(rows: readonly FiveClassRow[], network: NetworkName): string {
  const totals = new Map<string, number>()
  for (const row of rows)
    for (const answer of fiveClasses) {
      if (row.network !== network || answer === row.label) continue
      const key = `${row.label} called ${answer}`
      totals.set(key, (totals.get(key) ?? 0) + (row[answer] ?? 0))
    }
  const most = [...totals].sort((a, b) => b[1] - a[1]).filter(([, count]) => count > 0)
  return most.length > 0 ? listed(most.slice(0, 3).map(([key, count]) => `${key} (${count})`)) : 'none at all'
}

/** 4f (i). */
export function poolingAnswer(
  accuracy: readonly AccuracyRow[] | null,
  confusion: readonly FiveClassRow[] | null,
  { epochs }: { readonly epochs: number },
): readonly string[] {
  const cnn = lastRows(accuracy, 'cnn')
  const average = lastRows(accuracy, 'average')
  const mlp = lastRows(accuracy, 'mlp')
  const called = confusion ?? []
  return paragraphs(
    `After ${counted(epochs, 'epoch')}. Max pooling: ${accuraciesListed(cnn)}. Average pooling: ${accuraciesListed(average)}. MLP: ${accuraciesListed(mlp)}.`,
    troubleSentence([...cnn, ...average, ...mlp]),
    `${comparison(cnn, average, ['max pooling', 'average pooling'])} ${comparison(cnn, mlp, ['the CNN with max pooling', 'the MLP'])}`,
    'Max pooling passes on the strongest response in each window, and its gradient goes to that one place: a thin band is not diluted by its surroundings, and a filter gets a clear signal early. It does not keep how often or how evenly a filter responds, and a single bright pixel of noise can be passed on. Average pooling weighs all places alike: it is smooth, spreads the gradient over all places, is less affected by noise, and keeps how much of a pattern there is; but a thin band counts for little, so it can learn more slowly.',
    seedsOf(cnn[0]).length === 1
      ? 'One run with one seed does not show which is better: compare the ranges over several seeds.'
      : null,
    `Most frequent mistakes over all trainings. Max pooling: ${mistakes(called, 'cnn')}. Average pooling: ${mistakes(called, 'average')}. MLP: ${mistakes(called, 'mlp')}.`,
  )
}
