import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCell } from './cells.ts'
import { formatFull, formatNumber, formatShort, thinSpace as t } from './numbers.ts'
import { readNumber } from './read-number.mjs'
import { formatPower, formatTick } from './ticks.ts'

describe('a number as people write it', () => {
  it.each([
    ['0.05', 0.05],
    ['5e-2', 0.05],
    ['5E−2', 0.05],
    ['5×10⁻²', 0.05],
    [`5${t}×${t}10⁻²`, 0.05],
    ['5 · 10^-2', 0.05],
    ['10⁻³', 0.001],
    ['−10⁻³', -0.001],
    ['10²', 100],
    ['0,05', 0.05],
    ['−0,25', -0.25],
    ['1,5', 1.5],
    [',5', 0.5],
    ['1234,567', 1234.567],
    [`1${t}234,567`, 1234.567],
    ['1,5e3', 1500],
    ['−11', -11],
    ['–11', -11],
    ['+3', 3],
    ['  7 ', 7],
    ['.5', 0.5],
    ['5.', 5],
    ['1.000', 1],
    [`12${t}350`, 12350],
    ['12\u2009350', 12350],
    ['12\u00a0350.5', 12350.5],
    ['12 350', 12350],
    ['-0', 0],
  ])('"%s" is %d', (text, value) => expect(readNumber(text)).toEqual({ value, problem: null }))
})

describe('what is refused, and what to write instead', () => {
  it.each([
    ['1,000', /^“1,000” may mean 1\.000 or 1000; write the one you mean\.$/],
    ['-1,234', /may mean -1\.234 or -1234/],
    ['1.000,5', /^“1\.000,5” has points and commas between its digits; write 1000\.5\.$/],
    ['1,000.5', /write 1000\.5/],
    ['1,000,000', /write 1000000/],
    ['1.000.000', /write 1000000/],
    ['1,2,3', /too many points and commas/],
    ['1 00', /a space that does not stand between thousands; write 100 if/],
    ['1 234 5', /write 12345 if/],
    ['0x10', /is not a decimal number/],
    ['0b11', /is not a decimal number/],
    ['0x1e5', /is not a decimal number/],
    ['Infinity', /is not a number/],
    ['NaN', /is not a number/],
    ['nan', /is not a number/],
    ['3–5', /is a range/],
    ['5 %', /not a number as a whole/],
    ['1e', /not a number as a whole/],
    ['1_000', /not a number as a whole/],
    ['５', /is not a number/],
    ['5²', /not a number as a whole/],
    ['1e999', /too large/],
    ['1e-999', /too small/],
    ['', /^Nothing is there; write a number/],
  ])('"%s"', (text, problem) => {
    expect(readNumber(text)).toEqual({ value: null, problem: expect.stringMatching(problem) })
  })
})

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
const plain = fc.double({ noNaN: true, min: -1e6, max: 1e6 })
const read = (text: string): number => readNumber(text).value ?? NaN
const isWithin = (text: string, value: number, part: number): void => {
  const found = read(text)
  const error = Math.abs(found / value - 1)
  if (value !== 0 && !(error <= part)) throw new Error(`${value} was written as ${text} and read as ${found}`)
  if (value === 0) expect(found).toBe(0)
}

describe('every number that the lab writes is read back', () => {
  it('in full, to the bit', () => {
    fc.assert(
      fc.property(finite, (value) => {
        expect(read(formatFull(value))).toBe(value + 0)
      }),
    )
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999, max: 999_999_999 }), (value) => {
        expect(read(formatNumber(value))).toBe(value)
      }),
    )
  })
  it('rounded, to its digits', () => {
    // Subnormal numbers have fewer digits than are asked of them.
    const normal = finite.filter((value) => value === 0 || Math.abs(value) > 1e-300)
    fc.assert(
      fc.property(normal, fc.integer({ min: 1, max: 9 }), (value, digits) => {
        fc.pre(Math.abs(value) < 1e308)
        isWithin(formatNumber(value, digits), value, 0.51 * 10 ** (1 - digits))
        isWithin(formatShort(value, digits), value, 0.51 * 10 ** (1 - digits))
      }),
    )
    fc.assert(
      fc.property(plain, fc.integer({ min: 0, max: 9 }), (value, decimals) => {
        expect(read(formatCell(value, { decimals }))).toBe(Number(value.toFixed(decimals)) + 0)
      }),
    )
  })
  it('on an axis', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -9, max: 9 }), (exponent, times) => {
        const power = Number(`1e${exponent}`)
        expect(read(formatPower(power))).toBe(power)
        isWithin(formatTick(times * power, power), times * power, 1e-5)
      }),
    )
  })
})

describe('any text', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'0123456789.,-+−–eE×10⁻²³^ \u202fx%'), maxLength: 14 })
  it('is a number or is quoted in what is said of it', () => {
    fc.assert(
      fc.property(fc.oneof(letters, fc.string()), (text) => {
        const { value, problem } = readNumber(text)
        const trimmed = text.trim()
        if (problem === null) expect(Number.isFinite(value)).toBe(true)
        else if (trimmed === '') expect(problem).toMatch(/^Nothing is there/)
        else {
          expect(problem).toContain(`“${trimmed}”`)
          expect(problem.endsWith('.')).toBe(true)
        }
      }),
    )
  })
  it('loses no digit: what is read has the digits that were written', () => {
    fc.assert(
      fc.property(letters, (text) => {
        const { value } = readNumber(text)
        if (value === null || /[eE×·^⁻²³]/.test(text)) return
        const digits = text.replace(/\D/g, '').replace(/^0+/, '')
        const shown = Math.abs(value).toFixed(Math.min(15, (/[.,](\d*)/.exec(text)?.[1] ?? '').length))
        expect(shown.replace(/\D/g, '').replace(/^0+/, '')).toBe(digits)
      }),
    )
  })
  it('of any length is quoted short', () => {
    const { problem } = readNumber('x'.repeat(1e5))
    expect(problem?.length).toBeLessThan(160)
  })
})
