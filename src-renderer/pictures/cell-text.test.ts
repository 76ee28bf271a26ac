import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readNumber } from '#text/read-number.mjs'
import { cellText, fitAll, neededDecimals } from './cell-text.ts'
import { movedIndex } from './grid-motion.ts'

it.each([
  [0, 3, '0'],
  [-2, 3, '−2.00'],
  [-2, 2.3, '−2.0'],
  [0.125, 3, '0.13'],
  [0.004, 3, '4e−3'],
  [-0.0003, 3, '≈0'],
  [0.7, 3, '0.70'],
  [0.999, 3, '1.00'],
  [-0.5, 3, '−0.50'],
  [1234, 3, '1234'],
  [1234567, 3, '1e6'],
  [0.00001, 3, '1e−5'],
  [12.3456, 3, '12.35'],
  [12.3456, 1.4, '12'],
  [12.3456, 0.7, ''],
  [NaN, 3, 'NaN'],
  [-Infinity, 3, '−∞'],
])('writes %d with two decimals in %d ems as "%s"', (value, ems, text) => {
  expect(cellText(value, ems, 2)).toBe(text)
})
it('counts the decimals that a grid needs', () => {
  expect(neededDecimals([1, -3, 0])).toEqual({ decimals: 0, isExact: true })
  expect(neededDecimals([0.0625, 1.5])).toEqual({ decimals: 4, isExact: true })
  expect(neededDecimals([0.1 + 0.2, 1e-17, NaN])).toEqual({ decimals: 1, isExact: true })
  expect(neededDecimals([1 / 3, 2])).toEqual({ decimals: 3, isExact: false })
  expect([fitAll([0.5, -12.25], 2, 3.5), fitAll([0.5, -12.25], 2, 3), fitAll([0, 1e9], 2, 3)]).toEqual([
    true,
    false,
    true,
  ])
})
it('never writes a number that is not zero as zero, nor with the wrong sign', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ min: 0.5, max: 6, noNaN: true }),
      fc.integer({ min: 0, max: 4 }),
      (value, ems, decimals) => {
        const text = cellText(value, ems, decimals)
        if (text === '') return
        if (text === '≈0') {
          expect(Math.abs(value)).toBeLessThan(0.05)
          return
        }
        expect(Math.sign(Number(text.replaceAll('−', '-'))) + 0).toBe(Math.sign(value) + 0)
      },
    ),
  )
})
it('writes nothing that could not be typed back', () => {
  fc.assert(
    fc.property(
      // Rounded up, a larger one would be no number any more.
      fc.double({ noNaN: true, min: -1e308, max: 1e308 }),
      fc.integer({ min: 0, max: 4 }),
      (value, decimals) => {
        const text = cellText(value, 6, decimals)
        if (text !== '' && text !== '≈0') expect(readNumber(text).problem).toBeNull()
      },
    ),
  )
})

const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false, altKey: false })
it.each([
  ['ArrowRight', 4, false, 5],
  ['ArrowRight', 5, false, 5],
  ['ArrowLeft', 3, false, 3],
  ['ArrowUp', 1, false, 1],
  ['ArrowDown', 4, false, 7],
  ['ArrowDown', 7, false, 7],
  ['ArrowRight', 7, false, 7],
  ['Home', 5, false, 3],
  ['End', 3, false, 5],
  ['End', 6, false, 7],
  ['Home', 5, true, 0],
  ['End', 1, true, 7],
  ['x', 1, false, null],
  ['ArrowUp', 4, true, null],
])('moves by %s from %d (Ctrl %s) to %s, of eight cells in three columns', (key, from, ctrl, to) => {
  expect(movedIndex(press(key, ctrl), from, { count: 8, columns: 3 })).toBe(to)
})
