/** Data, warnings and reference answers over settings far from the presets'. */
import { describe, expect, it } from 'vitest'
import { at } from '#numeric/linear-algebra.ts'
import { standardDeviation } from '#numeric/statistics.ts'
import { collectRun, slotByKey } from '../collect-run.testing.ts'
import { isDrawLogged } from './logged-steps.ts'
import { part as part2a } from './parts/2a.ts'
import { part as part2b } from './parts/2b.ts'
import { part as part2c } from './parts/2c.ts'
import { dataOf, givenParams, refittedWeights } from './pure/data.ts'

const { typed: params2a } = part2a.slots.main
const { typed: params2b } = part2b.slots.main
const { typed: params2c } = part2c.slots.main
const columnOf = ({ x }: ReturnType<typeof dataOf>, j: number): number[] =>
  Array.from({ length: x.rows }, (_, i) => at(x, i, j))

describe('the data', () => {
  it('have the asked shape, scales and means, and four digits', () => {
    const data = dataOf(params2c({ rows: 200, scales: [1, 50], offset: 2, noise: 0 }))
    expect([data.x.rows, data.x.columns, data.y.length]).toEqual([200, 2, 200])
    expect(standardDeviation(columnOf(data, 1))).toBeGreaterThan(40)
    expect(standardDeviation(columnOf(data, 1))).toBeLessThan(60)
    for (const value of data.x.data) expect(Number(value.toPrecision(4))).toBe(value)
  })

  it('keep their other columns when one is added, and change with the data seed', () => {
    const two = dataOf(params2c({ scales: [1, 2] }))
    const three = dataOf(params2c({ scales: [1, 2, 3] }))
    expect(columnOf(three, 1)).toEqual(columnOf(two, 1))
    expect(columnOf(dataOf(params2c({ dataSeed: 1 })), 0)).not.toEqual(columnOf(two, 0))
  })

  it('can be handed to the data editor and taken back unchanged', () => {
    const params = params2a({})
    const given = { ...params, ...givenParams(dataOf(params)) }
    expect(dataOf(given)).toEqual(dataOf(params))
    expect(params2a(given)).toEqual(given)
  })
})

describe('warnings and notes', () => {
  const warned = (preset: string, given = {}): string => slotByKey(preset).ask(given).warnings().join('\n')
  it.each([
    [
      '2b',
      { learningRate: 1 },
      /unstable because even the average step overshoots; use a .* below 0\.\d+\.$/,
    ],
    ['2b', { learningRate: 0.07, batchSize: 2, keep: 0.3 }, /may be unstable .*batch of 2/],
    ['2a', { keep: 0.02 }, /keep probability of 0\.02 drops nearly everything/],
    ['2c', { keep: 1 }, /At p = 1 nothing is dropped/],
    ['2d', { source: 'given', givenX: [1, 0], givenY: [1] }, /Column 2 of X is zero/],
    ['2a', { source: 'given', givenX: [1, 0, 2], givenY: [1, 2] }, /X has 3 numbers and y has 2/],
  ])('%s %o', (preset, given, sentence) => expect(warned(preset, given)).toMatch(sentence))

  it('name a learning rate that is free of the warning when it is taken', () => {
    for (const given of [{}, { batchSize: 1 }, { keep: 0.2 }]) {
      const bound = Number(
        /below ([\d.e-]+)/.exec(warned('2b', { ...given, learningRate: 5 }))?.[1]?.replace(/\.$/, ''),
      )
      expect(warned('2b', { ...given, learningRate: bound })).not.toMatch(/unstable/)
    }
  })

  it('notes say what has no effect', () => {
    const noted = (given = {}) => part2a.slots.main.ask(given).notes().join('\n')
    expect(noted()).toBe('')
    expect(noted({ source: 'given' })).toMatch(/The data are given, 1 × 2/)
    expect(noted({ rows: 40 })).toMatch(/80 entries, too many/)
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['2a', { weights: [1, 2, 3] }, 'Weights w (weights) has 3 numbers, but X has 2 columns'],
    ['2a', { weights: [1] }, 'Weights w (weights) has 1 number, but X has 2 columns'],
    ['2a', { scales: [1] }, 'Weights w (weights) has 2 numbers, but X has 1 column;'],
    ['2a', { source: 'given', givenX: [1, 2, 3], givenY: [1] }, 'but X has 3 columns'],
  ])('%s refuses %o: each column needs a weight', (preset, given, sentence) => {
    expect(() => slotByKey(preset).ask(given)).toThrow(sentence)
  })
  it('refuse no weights that fit, nor those of parts without them', () => {
    expect(params2a({ scales: [1, 2, 3], weights: [1, 2, 3] }).weights).toEqual([1, 2, 3])
    expect(params2b({ scales: [1, 2, 3] }).scales).toEqual([1, 2, 3])
    expect(refittedWeights([3, 4], 3)).toEqual([3, 4, 1])
    expect(refittedWeights([3, 4], 1)).toEqual([3])
  })
})

describe('the reference answers', () => {
  const settings = [
    {},
    { keep: 1 },
    { keep: 0.01, iterations: 30 },
    { learningRate: 10 },
    { source: 'given' },
    { source: 'given', givenX: [3, 0], givenY: [0] },
    {
      scales: [1, 2, 3, 4, 5, 6, 7, 8],
      weights: [1, -1, 0, 2, 0.5, 3, -2, 1],
      rows: 5,
      lambda: 7,
      gamma: 'dense',
      iterations: 30,
      draws: 10,
    },
  ]
  it.each(['2a', '2b', '2c', '2d'])('part %s has sound numbers or says why it has none', async (part) => {
    for (const given of settings) {
      const known = Object.entries(given).filter(([name]) => name in slotByKey(part).defaults)
      const run = await collectRun(part, Object.fromEntries(known))
      const asked = slotByKey(part).ask(run.params)
      const text = asked.answer('', Object.fromEntries(run.values)).paragraphs.join('\n')
      expect(text, JSON.stringify(given)).not.toMatch(/NaN|undefined|infty|\bnull\b|\de-\d/)
      expect(text.length).toBeGreaterThan(60)
    }
  })

  it('ask for a run before there is one', () => {
    const asked = part2a.slots.main.ask({})
    expect(asked.answer('', {}).paragraphs).toEqual([expect.stringMatching(/^Run this part/)])
    expect(asked.answer('z', {}).paragraphs[0]).toMatch(/does not answer/)
  })
})

it('logs every early draw, later ones at three digits, and the last', () => {
  const logged = Array.from({ length: 12_345 }, (_, i) => i + 1).filter((k) => isDrawLogged(k, 12_345))
  expect(logged.slice(0, 3)).toEqual([1, 2, 3])
  expect(logged).toContain(999)
  expect(logged).toContain(1010)
  expect(logged).not.toContain(1011)
  expect(logged.at(-1)).toBe(12_345)
})
