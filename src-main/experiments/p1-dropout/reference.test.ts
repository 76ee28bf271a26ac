import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Values } from '#contract/samples.ts'
import { tex } from '#text/number-tex.ts'
import { collectRun, slotByKey } from '../collect-run.testing.ts'
import { problem } from './problem.ts'

/** Part i trains a network; here a few steps of it. */
const small = { trainImages: 64, testImages: 20, epochs: 1 }
const ids = problem.parts.map(({ id }) => id)
const twoWeightParts = ids.filter((part) => part !== '1i')
const paragraphsOf = (part: string, values: Values, given = {}): readonly string[] =>
  slotByKey(part).ask(given).answer('', values).paragraphs

async function answerOf(part: string, given = {}): Promise<string> {
  const run = await collectRun(part, given)
  return paragraphsOf(part, Object.fromEntries(run.values), run.params).join('\n')
}

/** Dollars in pairs, braces balanced, and no number that is none. */
function expectSound(text: string): void {
  expect(text.split('$').length % 2).toBe(1)
  for (const formula of text.split('$').filter((_, index) => index % 2 === 1)) {
    expect(formula.split('{').length).toBe(formula.split('}').length)
    expect(formula).not.toMatch(/\.$/)
  }
  expect(text).not.toMatch(/NaN|undefined|Infinity|\bnull\b/)
}

describe('the reference answer', () => {
  it.each(ids)('answers part %s with the numbers of the run', async (part) => {
    const text = await answerOf(part, part === '1i' ? small : {})
    expectSound(text)
    expect(text.length).toBeGreaterThan(200)
  })

  it('quotes what the run measured, not what the homework expects', async () => {
    expect(await answerOf('1a', { y: 22 })).toContain(String.raw`(2.178,\ 0.2178)`)
    expect(await answerOf('1c', { dropRate: 0.3 })).toContain(String.raw`(0.4529,\ 4.529)`)
    expect(await answerOf('1g', { x2: 2, iterations: 10 })).toContain(String.raw`(0.55,\ 2.75)`)
    expect(await answerOf('1b', { start1: 1, start2: 3 })).toContain('nearest their start')
    expect(await answerOf('1b', { optimizer: 'adam' })).toContain('Adam rescales')
  })

  it('says what to run where a value is missing, and why where it could not be measured', async () => {
    const pending = 'Run this part to the end to see the answer with the numbers of a run.'
    for (const id of ids) expect(paragraphsOf(id, {}), id).toEqual([pending])
    // A sweep that is not over has its closed forms already.
    const sweep = await collectRun('1g', { iterations: 10 })
    const early = Object.fromEntries([...sweep.values].filter(([id]) => /limit|zero/.test(id)))
    expect(paragraphsOf('1g', early, sweep.params)).toEqual([pending])
    expect(await answerOf('1b', { learningRate: 1 })).toContain('diverged at step')
    expect(slotByKey('1a').ask({}).answer('ii', {}).paragraphs[0]).toContain('does not answer that')
  })

  it('stays sound for any point, rate and optimizer', async () => {
    const coordinate = fc.oneof(fc.constant(0), fc.integer({ min: -20, max: 20 }))
    const given = fc.record({
      x1: coordinate,
      x2: coordinate,
      y: coordinate,
      dropRate: fc.constantFrom(0, 0.1, 0.5, 0.99),
      optimizer: fc.constantFrom('sgd', 'momentum', 'adam'),
      learningRate: fc.constantFrom(1e-6, 0.001, 0.1),
      start1: fc.constantFrom(0, -3),
      batchSize: fc.constantFrom(1, 64),
    })
    await fc.assert(
      fc.asyncProperty(given, fc.constantFrom(...twoWeightParts), async (params, part) => {
        const all = { ...params, iterations: 20, sweepRates: [params.dropRate] }
        const own = Object.entries(all).filter(([name]) => name in slotByKey(part).defaults)
        expectSound(await answerOf(part, Object.fromEntries(own)))
      }),
      { numRuns: 200 },
    )
  })
})

describe('tex', () => {
  it('keeps four significant digits and writes powers of ten', () => {
    expect([0, 11, 1.0891089, -0.00012346, 1e-15, 123456789].map(tex)).toEqual([
      '0',
      '11',
      '1.089',
      '-0.0001235',
      String.raw`1 \times 10^{-15}`,
      String.raw`1.235 \times 10^{8}`,
    ])
  })
})
