import { describe, expect, it } from 'vitest'
import type { NamedField } from './fields.ts'
import { fieldProblem } from './params.ts'

const rates: NamedField = {
  kind: 'numbers',
  name: 'rates',
  label: 'Rates',
  help: 'Rates to train.',
  default: [0.5],
  min: 0,
  max: 1,
  isMaxExcluded: true,
  minLength: 1,
  maxLength: 20,
}

describe('fieldProblem', () => {
  it('tells a list of the wrong length by its count and does not print it', () => {
    expect(
      fieldProblem(
        rates,
        Array.from({ length: 21 }, (_, index) => index / 100),
      ),
    ).toBe(
      'Rates has 21 numbers, too many: it must have 1 to 20 numbers, each between 0 and 1 (1 itself excluded).',
    )
    expect(fieldProblem(rates, [])).toBe(
      'Rates has 0 numbers, too few: it must have 1 to 20 numbers, each between 0 and 1 (1 itself excluded).',
    )
  })

  it('shows the numbers of a list that are out of range, and nothing where all is well', () => {
    expect(fieldProblem(rates, [0.5, 1])).toMatch(/must be 1 to 20 numbers.* not 1\.$/)
    expect(fieldProblem(rates, [0.5, 1], 'Rates (rates)')).toMatch(/^Rates \(rates\) must/)
    expect(
      fieldProblem(
        rates,
        Array.from({ length: 20 }, () => 0.5),
      ),
    ).toBeNull()
  })
})
