import fc from 'fast-check'
import { expect, it } from 'vitest'
import { histogram } from './histogram.ts'

it('counts by hand: lower edges belong to a bin, upper edges to the next', () => {
  const { from, width, counts, below, above } = histogram([-1, 0, 0.5, 1, 1.9, 2, 3], 0, 2, 2)
  expect({ from, width, counts: [...counts], below, above }).toEqual({
    from: 0,
    width: 1,
    counts: [2, 2],
    below: 1,
    above: 2,
  })
})

it('loses no value', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -5, max: 5, noNaN: true })),
      fc.integer({ min: 1, max: 20 }),
      (values, bins) => {
        const { counts, below, above } = histogram(values, -1, 2, bins)
        expect(counts.reduce((sum, count) => sum + count, below + above)).toBe(values.length)
      },
    ),
  )
})

it('refuses an empty range', () => {
  expect(() => histogram([1], 2, 2, 3)).toThrow('no 3 bins from 2 to 2')
})
