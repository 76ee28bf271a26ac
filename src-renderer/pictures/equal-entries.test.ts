import { expect, test } from 'vitest'
import { keepEntries, keepNumbers } from './equal-entries.ts'

test('entries that are the same stay the objects they were, and so does the list when all do', () => {
  const before = [
    { text: '1', weight: NaN },
    { text: '2', weight: undefined },
  ]
  const same = keepEntries(
    before,
    before.map((entry) => ({ ...entry })),
  )
  expect(same).toBe(before)
  const changed = keepEntries(before, [
    { text: '1', weight: NaN },
    { text: '3', weight: undefined },
  ])
  expect(changed[0]).toBe(before[0])
  expect(changed[1]).toEqual({ text: '3', weight: undefined })
  expect(keepEntries(before, [{ text: '1', weight: 0 }])).toEqual([{ text: '1', weight: 0 }])
})

test('equal numbers are the list that was there, not a number among them too', () => {
  const before = [1, NaN]
  expect(keepNumbers(before, [1, NaN])).toBe(before)
  expect(keepNumbers(before, [1, 2])).toEqual([1, 2])
  expect(keepNumbers(before, [1])).toEqual([1])
})
