import { expect, it } from 'vitest'
import { spreadOf, type Spread } from '#numeric/spread.ts'
import { bandText, rangeText, spreadSentence } from './spread-text.ts'

const spread = (...values: number[]): Spread => {
  const known = spreadOf(values)
  if (!known) throw new Error('no values')
  return known
}

it('writes mean, standard deviation and range below a number', () => {
  expect(bandText(spread(1, 2, 3))).toBe('2.0 ± 1.0')
  expect(rangeText(spread(1, 2, 3), 3)).toBe('1 to 3')
})

it('says how many measured it where some did not', () => {
  expect(rangeText(spread(1, 2, 3), 8)).toBe('1 to 3, n = 3')
  expect(bandText(spread(2))).toBe('2, n = 1')
  expect(rangeText(spread(2), 8)).toBe('')
})

it('takes roundings of a closed form for no spread', () => {
  expect(bandText(spread(11 / 3, 11 / 3 + 5e-16, 11 / 3))).toBe('the same for all')
  expect(rangeText(spread(0, 0), 2)).toBe('')
})

it('has every digit in the sentence', () => {
  expect(spreadSentence(spread(1, 2), 'px')).toBe(
    'Over 2 seeds: mean 1.5, standard deviation (n − 1) 0.7071067811865476, lowest 1, highest 2 (px).',
  )
})
