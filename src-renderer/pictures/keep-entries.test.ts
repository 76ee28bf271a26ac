import { expect, test } from 'vitest'
import { keepEntries } from './keep-entries.ts'

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
