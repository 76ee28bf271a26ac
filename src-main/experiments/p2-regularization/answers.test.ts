/** Every sentence of the reference answers that speaks of the run, against many runs away from the default. */
import { describe, expect, it } from 'vitest'
import type { Values } from '#contract/samples.ts'
import { Random } from '#numeric/random.ts'
import { collectRun, slotByKey } from '../collect-run.testing.ts'
import { descentAnswer } from './descent-answer.ts'
import { values as ofDescent } from './descent.ts'
import { values as ofObjective } from './objective-values.ts'
import { values as of2c } from './parts/2c.ts'
import { values as of2d } from './parts/2d.ts'

interface Answered {
  readonly values: Values
  readonly text: string
}

async function answered(
  part: string,
  given: Readonly<Record<string, unknown>>,
  seed: number,
): Promise<Answered> {
  const run = await collectRun(part, given, seed)
  const values = Object.fromEntries(run.values)
  return { values, text: slotByKey(part).ask(run.params).answer('', values).paragraphs.join('\n') }
}

/** Settings far from the default, drawn by a seed, and every third close to it; each fits the part. */
function settings(seed: number): Readonly<Record<string, unknown>> {
  const random = new Random(seed).fork('settings')
  const pick = <T>(of: readonly T[]): T => of[random.integer(of.length)] ?? (of[0] as T)
  const columns = 1 + random.integer(5)
  const list = (of: () => number) => Array.from({ length: columns }, of)
  if (seed % 3 === 0)
    return {
      keep: pick([0.3, 0.7]),
      dataSeed: seed,
      rows: 40,
      iterations: pick([200, 600, 4000]),
      draws: 2000,
    }
  return {
    keep: pick([0.05, 0.2, 0.5, 0.9, 0.99, 1]),
    scales: list(() => pick([0.05, 1, 3, 30])),
    rows: pick([1, 2, 5, 40]),
    offset: pick([0, 1, 10]),
    noise: pick([0, 0.5, 20]),
    dataSeed: random.integer(1000),
    weights: list(() => random.normal()),
    draws: pick([10, 100, 2000]),
    learningRate: pick([1e-6, 1e-4, 0.01, 0.1, 3]),
    batchSize: pick([1, 8, 100]),
    iterations: pick([1, 20, 500, 3000]),
    gamma: pick(['dropout', 'dense']),
    lambda: pick([0.01, 1, 50]),
  }
}
const settingsOf = (part: string, seed: number) =>
  Object.fromEntries(Object.entries(settings(seed)).filter(([name]) => name in slotByKey(part).defaults))
const seeds = Array.from({ length: 40 }, (_, seed) => seed)

/** Every sentence that may be said, with what must hold where it is; each must be said and left out at least once. */
async function holds(
  part: string,
  claims: readonly (readonly [sentence: RegExp, isTrue: (values: Values) => boolean])[],
): Promise<void> {
  const said = new Map(claims.map(([sentence]) => [sentence, 0]))
  for (const seed of seeds) {
    const { values, text } = await answered(part, settingsOf(part, seed), seed)
    for (const [sentence, isTrue] of claims) {
      if (!sentence.test(text)) continue
      said.set(sentence, (said.get(sentence) ?? 0) + 1)
      expect(isTrue(values), `${part}, seed ${seed}: ${text}`).toBe(true)
    }
  }
  for (const [sentence, count] of said)
    expect([String(sentence), count > 0 && count < seeds.length]).toEqual([String(sentence), true])
}
const numberOf = (value: { of(values: Values): number | null }, values: Values): number =>
  value.of(values) ?? NaN

describe('over forty settings and seeds, a sentence is said only of a run that shows it', () => {
  it('2a', async () => {
    const off = (v: Values) => Math.abs(numberOf(ofObjective.monteCarlo, v) - numberOf(ofObjective.closed, v))
    const band = (v: Values) => 1.96 * numberOf(ofObjective.standardError, v)
    await holds('2a', [
      [/within its 95 % confidence interval/, (v) => off(v) <= band(v)],
      [/outside its 95 % confidence interval/, (v) => off(v) > 0.999 * band(v)],
      [/Every mask drawn gave the same error/, (v) => band(v) === 0],
      [/it is that of the closed form/, (v) => off(v) <= 1e-8 * Math.abs(numberOf(ofObjective.closed, v))],
    ])
  })

  it('2b', async () => {
    const at = (name: keyof typeof ofDescent) => (v: Values) =>
      numberOf(ofDescent[name] as typeof ofDescent.distance, v)
    const [average, last] = [at('distance'), at('lastDistance')]
    const [expected, ofStart] = [at('expectedDistance'), at('expectedAverageDistance')]
    const start = (v: Values) => Math.hypot(...(ofDescent.ridge.of(v) ?? []).map(({ w }) => w ?? NaN))
    await holds('2b', [
      [/average removes most of it/, (v) => average(v) <= last(v) / 2 && last(v) <= start(v)],
      [/keep the noise of the last masks/, (v) => expected(v) < last(v) / 2],
      [
        /more steps would bring the weights closer/,
        (v) => expected(v) >= last(v) / 2 && expected(v) <= start(v),
      ],
      [/average is no closer in this run/, (v) => average(v) >= last(v)],
      [/contains the first steps/, (v) => ofStart(v) > average(v) / 2],
      [/expected weights have moved away/, (v) => expected(v) > start(v)],
      [/training diverged/, (v) => ofDescent.lastDistance.of(v) === null],
    ])
  })

  it('2b, with distances that lie between', () => {
    const distances = { distance: 0.8, lastDistance: 1, expectedDistance: 0.1, expectedAverageDistance: 0.1 }
    const given = { ...distances, closedDistance: 1e-15, unscaledDistance: 2 }
    const values: Values = {
      ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`2b.${name}`, { value }])),
      '2b.ridge': { value: { columns: ['column', 'w'], rows: [[1, 5]] } },
    }
    const text = descentAnswer(values, { keep: 0.5, learningRate: 0.01, batchSize: 1, iterations: 10 }).join(
      ' ',
    )
    expect(text).toContain('masks and rows; the average is closer than the last weights')
    expect(text).not.toContain('removes most')
  })

  it('2c', async () => {
    await holds('2c', [
      [/which is rounding|agree to the last digit/, (v) => numberOf(of2c.difference, v) < 1e-9],
    ])
  })

  it('2d', async () => {
    const norms = (v: Values) => (of2d.columnNorms.of(v) ?? []).map(({ normBatch }) => normBatch ?? NaN)
    await holds('2d', [
      [/Measured, their mean is/, (v) => norms(v).every((norm) => norm > 0)],
      [/no column varies/, (v) => norms(v).every((norm) => norm === 0)],
    ])
    const data = { source: 'given', givenX: [1, 2, 1, 3, 1, 5], givenY: [1, 2, 3] }
    const { text } = await answered('2d', data, 1)
    expect(text).toMatch(/mean of those that vary is \$1\.732\d*\$; column 1 does not vary and becomes zero/)
  })
})
