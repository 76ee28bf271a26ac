import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Values } from '#contract/samples.ts'
import { collectRun, slotByKey } from '../collect-run.testing.ts'
import { problem } from './problem.ts'

async function answerOf(part: string, given: Record<string, unknown> = {}): Promise<string> {
  const slot = slotByKey(part)
  const asked = { trainImages: 20, draws: 60, ...given }
  const own = Object.fromEntries(Object.entries(asked).filter(([name]) => name in slot.defaults))
  const run = await collectRun(part, own)
  const values: Values = Object.fromEntries(run.values)
  return slot.ask(run.params).answer('', values).paragraphs.join('\n')
}

/** Dollars in pairs, braces balanced, and every number finite. */
function expectSound(text: string): void {
  expect(text.split('$').length % 2).toBe(1)
  for (const formula of text.split('$').filter((_, index) => index % 2 === 1))
    expect(formula.split('{').length).toBe(formula.split('}').length)
  expect(text).not.toMatch(/NaN|undefined|Infinity|\\infty|\bnull\b/)
  expect(text.length).toBeGreaterThan(200)
}

describe('the reference answers', () => {
  it('quote what the run measured', async () => {
    expect(await answerOf('3a')).toContain('dw_{1,1} = -1')
    expect(await answerOf('3a')).toContain('from $-1$ to $-0.9$')
    expect(await answerOf('3a')).toContain('at most, which is rounding')
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

  it('call a difference rounding only if it is small', async () => {
    const { params, values } = await collectRun('3a', { trainImages: 20 })
    const off: Values = { ...Object.fromEntries(values), '3a.gap': { value: 0.01 } }
    expect(slotByKey('3a').ask(params).answer('', off).paragraphs.join()).toContain(
      'at most, more than rounding explains',
    )
  })

  it('say what to run where a value is missing, and why where it could not be measured', async () => {
    for (const { id } of problem.parts) {
      const slot = slotByKey(id)
      expect(slot.ask(slot.defaults).answer('', {}).paragraphs).toEqual([
        'Run this part to the end to see the answer with the numbers of a run.',
      ])
    }
    expect(await answerOf('3a', { imagesRate: 100, trainImages: 600 })).toContain('diverged at image')
    expect(await answerOf('3c', { poolUpstream: 'typed', outputGradient: [0, 0, 0, 0] })).toContain(
      'dY is zero',
    )
  })

  it('compare nothing that no image defines', async () => {
    const { params, values } = await collectRun('3d', { trainImages: 4 })
    const table = values.get('3d.comparison')?.value
    if (typeof table !== 'object' || table === null) throw new Error('There is no comparison.')
    const empty = { ...table, rows: table.rows.map(([measure = '']) => [measure, null, null, null, null]) }
    const without: Values = { ...Object.fromEntries(values), '3d.comparison': { value: empty } }
    expect(slotByKey('3d').ask(params).answer('', without).paragraphs).toEqual([
      expect.stringContaining('is not defined on any image of this run'),
    ])
  })

  it('stay sound for any settings', async () => {
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
    const part = fc.constantFrom(...problem.parts.map(({ id }) => id))
    await fc.assert(
      fc.asyncProperty(given, part, async (params, id) => {
        expectSound(await answerOf(id, { ...params, trainImages: 5 }))
      }),
      { numRuns: 60 },
    )
  })
})
