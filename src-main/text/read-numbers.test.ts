import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatFull, formatNumber } from './numbers.ts'
import { readNumbers } from './read-numbers.mjs'

describe('a list', () => {
  it.each([
    ['', []],
    ['0, 0.5;1e-3  2', [0, 0.5, 0.001, 2]],
    ['0,0.5,0.9', [0, 0.5, 0.9]],
    ['5,10', [5, 10]],
    ['1,2,3', [1, 2, 3]],
    ['0,1,2', [0, 1, 2]],
    ['0.1 0.2,0.3', [0.1, 0.2, 0.3]],
    ['1, 2,\n3', [1, 2, 3]],
    ['5 × 10⁻², −3', [0.05, -3]],
    ['12\u202f350 7', [12350, 7]],
    ['0,05; 0,1', [0.05, 0.1]],
    ['1 000; 2 000,5', [1000, 2000.5]],
  ])('"%s" is read', (text, values) => expect(readNumbers(text)).toEqual({ values, problem: null }))

  it.each([
    ['0.5, x', /^“x” is not a number/],
    ['0.5, 0x10', /^“0x10” is not a decimal/],
    ['0,05 0,1', /^“0,05” may be one number with a comma or several numbers; write a point .*0\.05/],
    ['0,5', /^“0,5” may be one number/],
    ['10,5 1,2', /^“10,5” may be/],
    ['1,000;2', /^“1,000” may be/],
    ['1 000', /^“000” may be the end of the number before it/],
    ['1, NaN', /^“NaN” is not a number/],
  ])('"%s" is refused by the word', (text, problem) =>
    expect(readNumbers(text)).toEqual({ values: null, problem: expect.stringMatching(problem) }),
  )

  const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 6 })
  it('comes back as it was written, in full, however it is separated', () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom(', ', '; ', ';', ' ', '\n'), (list, mark) => {
        expect(readNumbers(list.map(formatFull).join(mark)).values).toEqual(list.map((value) => value + 0))
      }),
    )
  })
  it('comes back with thousands apart', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e8, max: 1e8 })), (list) => {
        expect(readNumbers(list.map((value) => formatNumber(value)).join(', ')).values).toEqual(list)
      }),
    )
  })
})
