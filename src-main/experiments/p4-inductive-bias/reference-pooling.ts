import type { Values } from '#contract/samples.ts'
import type { Problem4Params } from './fields.ts'
import { classesOf } from './networks.ts'
import {
  accuraciesListed,
  alike,
  lastRows,
  listed,
  paired,
  pending,
  points,
  troubleSentence,
} from './reference-text.ts'
import type { AccuracyRow, ConfusionRow } from './table-rows.ts'
import { confusionLayout, rowsOf } from './tables.ts'

function comparison(
  first: readonly AccuracyRow[],
  second: readonly AccuracyRow[],
  names: [string, string],
): string {
  const both = paired(first, second)
  const better = both.filter((pair) => pair.first > pair.second + alike)
  const worse = both.filter((pair) => pair.first < pair.second - alike)
  const equal = both.filter((pair) => Math.abs(pair.first - pair.second) <= alike)
  const told = []
  const most = (pairs: typeof both): string =>
    `${pairs.length > 1 ? 'by up to' : 'by'} ${points(Math.max(...pairs.map((pair) => Math.abs(pair.first - pair.second))))}`
  const at = (pairs: typeof both): string => listed(pairs.map((pair) => pair.perClass))
  if (better.length > 0)
    told.push(`${names[0]} is ahead of ${names[1]} with ${at(better)} images a class (${most(better)})`)
  if (worse.length > 0) told.push(`${names[0]} is behind ${names[1]} with ${at(worse)} (${most(worse)})`)
  if (equal.length > 0) told.push(`the two are within ${alike} points with ${at(equal)}`)
  const sentence = told.join('; ')
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`
}

/** The most frequent mistakes of a network, over all its trainings. */
function mistakes(rows: readonly ConfusionRow[], count: number): string {
  const classes = classesOf('4f')
  const totals = new Map<string, number>()
  for (const { label, counts } of rows)
    counts.forEach((number, answer) => {
      const called = classes[answer] ?? ''
      if (called === label) return
      const key = `${label} called ${called}`
      totals.set(key, (totals.get(key) ?? 0) + number)
    })
  const most = [...totals].sort((a, b) => b[1] - a[1]).filter(([, number]) => number > 0)
  return most.length > 0
    ? listed(most.slice(0, count).map(([key, number]) => `${key} (${number})`))
    : 'none at all'
}

/** Part 4f: max against average pooling against the MLP. */
export function answer4f(values: Values, params: Problem4Params): string[] {
  const [cnn, average, mlp] = (['cnn', 'average', 'mlp'] as const).map((network) =>
    lastRows(values['4f.accuracy'], network),
  )
  if (!cnn?.length || !average?.length || !mlp?.length) return [pending]
  const confusions = rowsOf(values['4f.confusion'], confusionLayout(classesOf('4f')))
  const of = (network: string): ConfusionRow[] => confusions.filter((row) => row.network === network)
  const trouble = troubleSentence([...cnn, ...average, ...mlp])
  return [
    `After ${params.epochs} epochs. Max pooling: ${accuraciesListed(cnn)}. Average pooling: ${accuraciesListed(average)}. MLP: ${accuraciesListed(mlp)}.`,
    ...(trouble === null ? [] : [trouble]),
    `(i) ${comparison(cnn, average, ['Max pooling', 'average pooling'])} ${comparison(cnn, mlp, ['the CNN with max pooling', 'the MLP'])}`,
    `Max pooling passes on the strongest response of each window and its gradient to that one place: a thin band is not watered down by its surroundings, and a filter gets a clear signal early. It keeps nothing of how often or how evenly a filter responds, and one bright pixel of noise is enough to be passed on. Average pooling weighs all places alike: it is smooth, spreads the gradient over all, is less moved by noise, and keeps how much of a pattern there is; but a thin band counts little, so it learns more slowly. One run of one seed does not settle which is better: look at the range over several.`,
    `Most frequent mistakes over all trainings. Max pooling: ${mistakes(of('cnn'), 3)}. Average pooling: ${mistakes(of('average'), 3)}. MLP: ${mistakes(of('mlp'), 3)}.`,
  ]
}
