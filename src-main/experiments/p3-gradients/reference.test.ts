import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPreset, presetParams } from '#contract/params.ts'
import type { Values } from '#contract/samples.ts'
import { collectRun } from '../collect-run.ts'
import { definition } from './definition.ts'
import { referenceAnswer } from './reference.ts'

async function answerOf(part: string, given: Record<string, unknown> = {}): Promise<string> {
  const run = await collectRun(part, { trainImages: 20, draws: 60, ...given })
  const values: Values = Object.fromEntries(run.values)
  return referenceAnswer(part, values, run.params).paragraphs.join('\n')
}

/** Dollars in pairs, braces balanced, and no number that is none. */
function expectSound(text: string): void {
  expect(text.split('$').length % 2).toBe(1)
  for (const formula of text.split('$').filter((_, index) => index % 2 === 1))
    expect(formula.split('{').length).toBe(formula.split('}').length)
  expect(text).not.toMatch(/NaN|undefined|Infinity|\bnull\b/)
  expect(text.length).toBeGreaterThan(200)
}

describe('referenceAnswer', () => {
  it('quotes what the run measured', async () => {
    expect(await answerOf('3a')).toContain('dw_{1,1} = -1')
    expect(await answerOf('3a')).toContain('from $-1$ to $-0.9$')
    expect(await answerOf('3b', { kernelSide: 5, sizes: [16, 64] })).toContain(
      String.raw`that is $2\,981$ at $n = 64$`,
    )
    expect(await answerOf('3b', { imageDistribution: 'normal' })).toContain(
      '$x$ from “Normal” and $dy$ from “Random sign”',
    )
    expect(await answerOf('3c')).toContain('$4$ of $64$ pixels get one, a share of $0.0625$ $= 4^{-L}$')
    expect(await answerOf('3c')).toContain('hold their maximum more than once')
    expect(await answerOf('3c', { poolSide: 16, poolGrid: 'random', layers: 4 })).toContain('Here $L = 4$')
    expect(await answerOf('3d', { trainImages: 10 })).toContain('Measured on $10$ grey images')
  })

  it('says what to run where a value is missing, and why where it could not be measured', async () => {
    for (const { id } of definition.parts) {
      const params = presetParams(definition, findPreset(definition, id))
      expect(referenceAnswer(id, {}, params).paragraphs).toEqual([
        'Run this part to its end to see the answer with its numbers.',
      ])
    }
    expect(await answerOf('3a', { imagesRate: 100, trainImages: 600 })).toContain('diverged at image')
    expect(await answerOf('3c', { poolUpstream: 'typed', outputGradient: [0, 0, 0, 0] })).toContain(
      'dY is zero',
    )
    expect(referenceAnswer('9z', {}, {}).paragraphs[0]).toContain('no reference answer')
  })

  it('stays sound for any settings', async () => {
    const given = fc.record({
      imageSide: fc.integer({ min: 5, max: 12 }),
      kernelSide: fc.integer({ min: 1, max: 5 }),
      grids: fc.constant('random'),
      loss: fc.constantFrom('given', 'squared'),
      sizes: fc.constantFrom([5, 6], [8, 20, 9]),
      poolSide: fc.integer({ min: 4, max: 16 }),
      layers: fc.integer({ min: 1, max: 2 }),
      poolGrid: fc.constant('random'),
      poolUpstream: fc.constantFrom('ones', 'random'),
      spike: fc.constantFrom(0.01, 1),
    })
    const part = fc.constantFrom(...definition.parts.map(({ id }) => id))
    await fc.assert(
      fc.asyncProperty(given, part, async (params, id) => {
        expectSound(await answerOf(id, { ...params, trainImages: 5 }))
      }),
      { numRuns: 60 },
    )
  })
})
