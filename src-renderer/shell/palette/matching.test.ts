import { expect, it } from 'vitest'
import { grouped, matching, type Command } from './matching.ts'

const command = (title: string, detail = '', group: Command['group'] = 'Parts'): Command => ({
  ...{ id: `${group} ${title} ${detail}`, group, title, detail },
  act: () => undefined,
})
const all = [
  command('Gradient descent with dropout', '1d'),
  command('A search over the hyper-parameters', '4c-search'),
  command('Longer training', '4c'),
  command('Worksheet', '', 'Pages'),
  command('Theme: dark', '', 'Actions'),
]
const found = (query: string): string[] => matching(all, query).map(({ title }) => title)

it('finds by the number of a part, by words, and by their beginnings first', () => {
  expect(found('4c')).toEqual(['A search over the hyper-parameters', 'Longer training'])
  expect(found('drop grad')).toEqual(['Gradient descent with dropout'])
  // At the beginning of a title, before inside of one.
  expect(found('w')).toEqual(['Worksheet', 'Gradient descent with dropout'])
  expect(found('DARK')).toEqual(['Theme: dark'])
})

it('lists everything for nothing typed, and nothing for what there is not', () => {
  expect(found(' ')).toHaveLength(all.length)
  expect(found('xyzzy')).toEqual([])
})

it('keeps groups together, in the order of their best', () => {
  const mixed = [command('a', '', 'Pages'), command('b'), command('c', '', 'Pages')]
  expect(grouped(mixed).map(({ title }) => title)).toEqual(['a', 'c', 'b'])
})
