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
