import { expect, it } from 'vitest'
import { keepEqual } from './keep-equal.ts'

it('keeps a list while its entries stay the same', () => {
  const keep = keepEqual<object | null>()
  const [a, b] = [{}, {}]
  const first = keep([a, null])
  expect(keep([a, null])).toBe(first)
  expect(keep([a, b])).not.toBe(first)
  expect(keep([a, b, a])).toEqual([a, b, a])
})

it('takes what is not a number for equal to itself, and a shorter list for another', () => {
  const keep = keepEqual<number>()
  const first = keep([1, NaN])
  expect(keep([1, NaN])).toBe(first)
  expect(keep([1])).toEqual([1])
  expect(keep([1, 2])).toEqual([1, 2])
})
