import fc from 'fast-check'
import { expect, it } from 'vitest'
import { spreadLabels } from './label-layout.ts'

it('leaves labels alone that do not touch', () => {
  expect(spreadLabels([{ y: 50 }, { y: 20 }], 16, 0, 100)).toEqual([50, 20])
})

it('moves two that coincide apart by half a label each', () => {
  expect(spreadLabels([{ y: 50 }, { y: 50 }], 16, 0, 100)).toEqual([42, 58])
})

it('never overlaps and never leaves the plot while there is room', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -50, max: 350, noNaN: true }), { minLength: 1, maxLength: 12 }),
      (wanted) => {
        const places = spreadLabels(
          wanted.map((y) => ({ y })),
          16,
          0,
          300,
        )
        const sorted = [...places].sort((a, b) => a - b)
        sorted.forEach((place, at) => {
          expect(place).toBeGreaterThanOrEqual(8 - 1e-6)
          expect(place).toBeLessThanOrEqual(292 + 1e-6)
          if (at > 0) expect(place - (sorted[at - 1] ?? 0)).toBeGreaterThanOrEqual(16 - 1e-6)
        })
      },
    ),
  )
})
