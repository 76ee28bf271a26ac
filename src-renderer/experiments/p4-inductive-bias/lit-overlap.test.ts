import { expect, it } from 'vitest'
import { fateColors, fatePlanes, litOverlaps, litShares } from './lit-overlap.ts'

// 2 x 2 pixels: training bands in row 0 (horizontal) and column 0 (vertical), validation in row 1 and column 1.
const shape = [3, 2, 2]
const train = { shape, data: Float32Array.of(1, 1, 0, 0, 0.5, 0, 0.5, 0, 0, 0, 0, 0) }
const validation = { shape, data: Float32Array.of(0, 0, 1, 1, 0, 0.2, 0, 0.2, 0, 0, 0, 0) }

it('tells whose bands lit in training what validation lights, as the domain shift has it', () => {
  expect(litOverlaps(train, validation)).toEqual([
    { label: 0, fates: ['unlit', 'unlit', 'other', 'never'], lit: 2, own: 0, other: 1, never: 1 },
    { label: 1, fates: ['unlit', 'other', 'unlit', 'never'], lit: 2, own: 0, other: 1, never: 1 },
  ])
  expect(litOverlaps(train, train).map(({ own, lit }) => own === lit)).toEqual([true, true])
})

it('is drawn in planes of red, green and blue', () => {
  const [red, green, blue] = fateColors.other
  expect([...fatePlanes(['unlit', 'other'])].filter((_, i) => i % 2 === 1)).toEqual([red, green, blue])
})

it('takes the shares of one class', () => {
  expect([...litShares(train, 1)]).toEqual([0.5, 0, 0.5, 0])
})
