import { describe, expect, it } from 'vitest'
import type { Values } from '#contract/samples.ts'
import { collectRun, slotByKey } from '../collect-run.testing.ts'
import { imageValues, part as part1i } from './parts/1i.ts'
import { tables } from './parts/1g.ts'
import { hasDiverged } from './sweep-tables.ts'

async function answerOf(
  key: string,
  given: Readonly<Record<string, unknown>> = {},
  seed = 1,
): Promise<string> {
  const { params, values } = await collectRun(key, given, seed)
  return slotByKey(key).ask(params).answer('', Object.fromEntries(values)).paragraphs.join('\n')
}

describe('the answers of problem 1 claim only what their run shows', () => {
  it('say plainly whether the weights are those of the formula', async () => {
    expect(await answerOf('1b')).toContain('Yes: they are those of part a')
    expect(await answerOf('1b', { iterations: 3 })).toContain('No: they are not those of part a')
    expect(await answerOf('1d', {}, 2)).toMatch(
      /those of part c, .*\? No: they are not those of the formula;/,
    )
    const long = { iterations: 10_000, logEvery: 1000 }
    expect(await answerOf('1e', long)).toMatch(
      /(Yes: they are|Not exactly: they are close to) those of the formula/,
    )
  })

  it('name a standard deviation as one, and leave no bare ±', async () => {
    for (const key of ['1d', '1e']) {
      const text = await answerOf(key, { iterations: 50 })
      expect(text).not.toContain('pm')
      expect(text).toContain('a standard deviation of')
    }
  })

  it('describe a curve only where enough of it was logged', async () => {
    const text = await answerOf('1d', { iterations: 151, logEvery: 50_000, dropRate: 0.569 })
    expect(text).toContain('Only one step was logged')
    expect(text).not.toMatch(/flat line|jagged/)
  })

  it('do not say that the larger input does the work where the start decides', async () => {
    const given = { iterations: 79, learningRate: 0.000267, dropRate: 0.246 }
    expect(await answerOf('1f', { ...given, start1: 926 })).not.toContain('nearly all the work')
    expect(await answerOf('1f', given)).toContain('nearly all the work')
  })

  it('compare the network with dropout of 1i only where there is one, and blame only what holds', () => {
    const values = (clean: readonly [number, number], dead = 0): Values =>
      Object.fromEntries(
        (['p0', 'p75'] as const)
          .flatMap((run, at) => {
            const of = imageValues[run]
            return [
              of.clean.is(clean[at] ?? 0),
              of.cheat.is(60),
              of.validationLoss.is(1),
              of.deadClasses.is(dead),
            ]
          })
          .map(({ id, value }) => [id, value]),
      )
    const text = (run: Values, given: Readonly<Record<string, unknown>> = {}): string =>
      part1i.slots.main.ask(given).answer('', run).paragraphs.join('\n')
    expect(text(values([40, 40]), { dropRate: 0 })).toContain(
      'At drop rate 0 both networks train without dropout',
    )
    expect(text(values([40, 40]), { dropRate: 0 })).not.toContain('With dropout')
    expect(text(values([50, 40]))).toContain('dropout lowered the clean accuracy by 10 %')
    // One image of nine is eleven percent of them.
    expect(text(values([33.3, 44.4]), { testImages: 9 })).toContain(
      'differs by 11.1 % of the images, no more than chance explains with 9 test images',
    )
    expect(text(values([33.3, 44.4]), { testImages: 2000 })).toContain('raised the clean accuracy by 11.1 %')
    expect(text(values([57, 60]), { testImages: 9 })).toContain('has not learned to read the hint')
    const whole = { trainImages: 50_000, batchSize: 64, epochs: 10 }
    expect(text(values([40, 40]), whole)).not.toMatch(/fewer steps|has dead classes/)
    expect(text(values([40, 40], 1), whole)).toContain('it has dead classes')
    expect(text(values([40, 40]))).toContain('fewer steps than the homework’s 7820')
    expect(text(values([40, 60]))).not.toMatch(/can therefore lie below|stays at zero/)
  })
})

it('each empty cell of 1g has its reason in the note', async () => {
  const reasons = async (given: Readonly<Record<string, unknown>>) => {
    const { values } = await collectRun('1g', { iterations: 20, ...given })
    const rows = tables.w1.of(Object.fromEntries(values)) ?? []
    for (const row of rows) expect(row.note === null).toBe(row.empirical !== null && row.expected !== null)
    return new Set(rows.filter(({ p }) => p === 0.5 || p === 0.51).map(({ note }) => note))
  }
  expect(await reasons({ sweepRates: [0.5] })).toEqual(new Set([null, 'not trained']))
  expect(await reasons({ sweepRates: [0.5], optimizer: 'adam' })).toEqual(
    new Set(['no expectation with Adam', 'not trained']),
  )
  const diverged = await reasons({ sweepRates: [0.5], learningRate: 10, iterations: 400 })
  expect([...diverged].join()).toContain('diverged at step')
  expect(hasDiverged({ p: 0.5, analytic: 1, empirical: null, expected: null, note: 'not trained' })).toBe(
    false,
  )
})
