import { describe, expect, it } from 'vitest'
import { slotByKey } from '../collect-run.testing.ts'
import { part as part1g, unstableRates } from './parts/1g.ts'

const warningsFor = (key: string, given: Record<string, unknown>): readonly string[] =>
  slotByKey(key).ask(given).warnings()

describe('warnings', () => {
  it('name in one sentence the rates of a sweep at which the learning rate is unstable, and what would be stable at all', () => {
    const given = { sweepRates: [0, 0.5, 0.9, 0.95] }
    expect(warningsFor('1g', given)).toEqual([
      'Learning rate 0.001 is unstable at drop rates 0.9 and 0.95 and batch size 1024 because even the average step overshoots; use a learning rate below 0.00049 or lower drop rates.',
    ])
    expect(unstableRates(part1g.slots.main.typed(given))).toEqual([0.9, 0.95])
  })

  it('tell noise from overshooting', () => {
    // At p = 0.5 the average step is stable up to 0.00499, but a batch of one only up to 0.00249.
    expect(warningsFor('1d', { learningRate: 0.004 })).toEqual([
      'Learning rate 0.004 is unstable at drop rate 0.5 and batch size 1 because the noise of a batch of 1 is amplified; use a learning rate below 0.00249 or a lower drop rate.',
    ])
    expect(warningsFor('1e', { learningRate: 0.004 })).toEqual([])
  })

  it('say that Adam has no expected loss', () => {
    expect(warningsFor('1d', { optimizer: 'adam', learningRate: 1 })).toEqual([
      'Adam has no closed form for its expected loss, so that curve is not drawn.',
    ])
    // Part h trains with Adam anyway.
    expect(warningsFor('1h', {})).toEqual([])
  })
})

describe('a parameter that a part does not use', () => {
  it('is refused by name', () => {
    expect(() => slotByKey('1b').ask({ dropRate: 0.3 })).toThrow('There is no parameter "dropRate" in 1b')
    expect(() => slotByKey('1h').ask({ optimizer: 'adam' })).toThrow(
      'There is no parameter "optimizer" in 1h',
    )
  })
})
