import { expect, it } from 'vitest'
import type { Value, Values } from '#contract/samples.ts'
import { Random } from '#numeric/random.ts'
import type { Slot } from './part.ts'
import { problems } from './problems.ts'

const slots = problems.flatMap(({ parts }) => parts.flatMap(({ slotList }) => slotList))
const predicted = slots.filter(({ prediction }) => prediction !== null)

it('is declared by a part of each problem', () => {
  const numbers = problems.map(({ number }) => String(number))
  expect(numbers.filter((number) => !predicted.some(({ part }) => part.startsWith(number)))).toEqual([])
})

/** Made-up numbers, far from each other or within a percent, so that every choice of a prediction can come true. */
function made({ values }: Slot, random: Random): Values {
  const spread = random.uniform() < 0.5 ? 6 : 0.004
  const value = (): Value => ({ value: 10 ** (1.5 + spread * (random.uniform() - 0.5)) })
  return Object.fromEntries(values.flatMap(({ id, kind }) => (kind === 'number' ? [[id, value()]] : [])))
}

it.each(predicted.map((slot) => [slot.key, slot] as const))(
  '%s asks a question with choices, and which of them comes true is up to the run',
  (_, slot) => {
    const { question, choices } = slot.prediction ?? { question: '', choices: [] }
    expect(question).toMatch(/\?$/)
    const ids = choices.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    // A letter key each, beside those that the presenter has for itself.
    expect(ids.length).toBeGreaterThanOrEqual(2)
    expect(ids.length).toBeLessThanOrEqual(4)
    for (const { text } of choices) expect(text).toMatch(/\.$/)
    const asked = slot.ask({})
    expect(asked.outcome({})).toBeNull()
    const random = new Random(1)
    const outcomes = Array.from({ length: 2000 }, () => asked.outcome(made(slot, random)))
    expect(new Set(outcomes.filter((outcome) => outcome !== null))).toEqual(new Set(ids))
  },
)

it('is nothing where none is declared', () => {
  const other = slots.find(({ prediction }) => prediction === null)
  expect(other?.ask({}).outcome({})).toBeNull()
})
