import { expect, it } from 'vitest'
import { refitted, resized } from './refit.ts'

it('keeps the top left corner and fills up with zeros', () => {
  expect(resized([1, 2, 3, 4], 2, 3)).toEqual([1, 2, 0, 3, 4, 0, 0, 0, 0])
  expect(resized([1, 2, 3, 4, 5, 6, 7, 8, 9], 3, 2)).toEqual([1, 2, 4, 5])
})

const before = [{ name: 'image', side: 2 }]
const now = [{ name: 'image', side: 3 }]
it('resizes a list that fitted the old side', () => {
  expect(refitted({ image: [1, 2, 3, 4] }, before, now)).toEqual({ image: [1, 2, 0, 3, 4, 0, 0, 0, 0] })
})
it.each([
  ['a list that was of another length before', { image: [1, 2, 3] }, before, now],
  ['a list that fits already, as after a preset', { image: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, before, now],
  ['a side that stays', { image: [1, 2, 3] }, before, before],
  ['a side of nothing', { image: [1, 2, 3, 4] }, before, [{ name: 'image', side: 0 }]],
])('leaves %s alone', (_, params, from, to) => {
  expect(refitted(params, from, to)).toEqual({})
})
