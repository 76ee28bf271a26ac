import { expect, it } from 'vitest'
import { thinSpace as t } from './numbers.ts'
import { agree, counted, listed, percent } from './words.ts'

it('counts in words, thousands apart', () => {
  expect([counted(1, 'sample'), counted(0, 'sample'), counted(1001, 'sample')]).toEqual([
    '1 sample',
    '0 samples',
    `1${t}001 samples`,
  ])
  expect([counted(1, 'entry', 'entries'), counted(2, 'entry', 'entries')]).toEqual(['1 entry', '2 entries'])
  expect([agree(1, 'is', 'are'), agree(0, 'is', 'are')]).toEqual(['is', 'are'])
})
it('lists with a word before the last', () => {
  expect([listed([]), listed(['a']), listed([0.1, 0.3, 0.5]), listed(['a', 'b'], 'or')]).toEqual([
    '',
    'a',
    '0.1, 0.3 and 0.5',
    'a or b',
  ])
})
it('bounds a share that would round to none or to all', () => {
  expect([percent(0), percent(0.00001), percent(0.12345), percent(0.9999), percent(1)]).toEqual([
    '0 %',
    'less than 0.01 %',
    '12.3 %',
    'more than 99.9 %',
    '100 %',
  ])
})
