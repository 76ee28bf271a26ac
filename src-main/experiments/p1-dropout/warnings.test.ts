import { describe, expect, it } from 'vitest'
import { findPreset, parseParams } from '#contract/params.ts'
import { definition } from './definition.ts'
import { unstableTrainings } from './warnings.ts'

const asked = (presetId: string, given: Record<string, unknown>) =>
  parseParams(definition, findPreset(definition, presetId), given)
const warningsFor = (presetId: string, given: Record<string, unknown>): readonly string[] =>
  definition.warnings(asked(presetId, given), presetId)

describe('warnings', () => {
  it('name in one sentence the rates of a sweep at which the learning rate is unstable, and what would be stable at all', () => {
    const warnings = warningsFor('1g', { sweepRates: [0, 0.5, 0.9, 0.95] })
    expect(warnings).toEqual([
      'Learning rate 0.001 is unstable at drop rates 0.9 and 0.95 and batch size 1024 because even the average step overshoots; use a learning rate below 0.00049 or lower drop rates.',
    ])
    const tracks = unstableTrainings(asked('1g', { sweepRates: [0, 0.5, 0.9, 0.95] }), '1g')
    expect(tracks.map((training) => training.track)).toEqual(['rate-0.9', 'rate-0.95'])
  })

  it('tell noise from overshooting', () => {
    // At p = 0.5 the average step is stable up to 0.00499, but a batch of one only up to 0.00249.
    expect(warningsFor('1d', { learningRate: 0.004 })).toEqual([
      'Learning rate 0.004 is unstable at drop rate 0.5 and batch size 1 because the noise of a batch of 1 is amplified; use a learning rate below 0.00249 or a lower drop rate.',
    ])
    expect(warningsFor('1e', { learningRate: 0.004 })).toEqual([])
  })

  it('say which parameters a part does not use, and that Adam has no expected loss', () => {
    expect(warningsFor('1b', { dropRate: 0.3 })).toEqual([
      'Drop rate p (dropRate) has no effect in part 1b; leave it as it is.',
    ])
    expect(warningsFor('1d', { optimizer: 'adam', learningRate: 1 })).toEqual([
      'Adam has no closed form for its expected loss, so that curve is not drawn.',
    ])
  })
})
