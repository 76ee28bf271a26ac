import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NumberField } from '#contract/fields.ts'
import { fieldProblem } from '#contract/params.ts'
import { fieldSpin, nextValue, sliderEnd, sliderPlace, sliderValue } from './number-scale.ts'

const field = (more: Partial<NumberField>): NumberField => ({
  kind: 'number',
  label: 'N',
  help: '',
  default: 0.5,
  min: 0,
  max: 1,
  ...more,
})
const fields = [
  field({}),
  field({ isMaxExcluded: true }),
  field({ min: 1e-5, max: 10, scale: 'log' }),
  field({ min: 0, max: 10, scale: 'log' }),
  field({ min: 1, max: 1_000_000, integer: true, scale: 'log' }),
  field({ min: -20, max: 20 }),
  field({ min: 1, max: 64, integer: true }),
  field({ min: 1, max: 64, integer: true, isMaxExcluded: true }),
]

describe('the slider', () => {
  it('only ever gives values the field allows', () => {
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.integer({ min: 0, max: sliderEnd }), (each, place) => {
        expect(fieldProblem(each, sliderValue(each, place))).toBeNull()
      }),
    )
  })
  it('reaches both ends', () => {
    expect(fields.slice(0, 2).map((each) => [sliderValue(each, 0), sliderValue(each, sliderEnd)])).toEqual([
      [0, 1],
      [0, 0.995],
    ])
  })
  it('stands where the box says, and at an end for what it cannot show', () => {
    for (const each of fields)
      for (const place of [0, 250, 500, 999])
        expect(Math.abs(sliderPlace(each, sliderValue(each, place)) - place)).toBeLessThanOrEqual(25)
    expect([
      sliderPlace(field({}), 7),
      sliderPlace(field({}), Number.NaN),
      sliderPlace(field({}), -7),
    ]).toEqual([sliderEnd, 0, 0])
  })
})

describe('an arrow key', () => {
  it('moves the value at every press, from one end of the slider to the other and back', () => {
    for (const each of fields) {
      const [low, high] = [sliderValue(each, 0), sliderValue(each, sliderEnd)]
      const way = (from: number, direction: 1 | -1) => {
        const seen = [from]
        for (let at = from, next = nextValue(each, at, direction); next !== at;) {
          seen.push(next)
          at = next
          next = nextValue(each, at, direction)
        }
        return seen
      }
      const up = way(low, 1)
      expect([up.length > 60, up.at(-1), way(high, -1).at(-1)]).toEqual([true, high, low])
      for (const value of up) expect(fieldProblem(each, value)).toBeNull()
    }
  })
  it('goes to the nearest round value from one that was typed, and stays at an end', () => {
    expect([nextValue(field({}), 0.123, 1), nextValue(field({}), 0.123, -1)]).toEqual([0.125, 0.12])
    expect([nextValue(field({}), 1, 1), nextValue(field({}), 0, -1), nextValue(field({}), 9, -1)]).toEqual([
      1, 0, 1,
    ])
  })
})

describe('the arrow and page keys of a box', () => {
  it('move a whole number by one and by ten, within its limits', () => {
    const spin = fieldSpin(field({ min: 1, max: 64, integer: true, isMaxExcluded: true }))
    expect([
      spin(8, 1, false),
      spin(8, -1, false),
      spin(8, 1, true),
      spin(60, 1, true),
      spin(3, -1, true),
    ]).toEqual([9, 7, 18, 63, 1])
  })
  it('only ever give values the field allows', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...fields),
        fc.integer({ min: 0, max: sliderEnd }),
        fc.constantFrom(1, -1),
        fc.boolean(),
        (each, place, way, isLarge) => {
          const value = sliderValue(each, place)
          const next = fieldSpin(each)(value, way as 1 | -1, isLarge)
          expect(fieldProblem(each, next)).toBeNull()
          expect((next - value) * way).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })
})
