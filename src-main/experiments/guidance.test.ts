/** What holds of the hint and the steps to everything that is asked. */
import { describe, expect, it } from 'vitest'
import { stepText, type Guidance } from './guidance.ts'
import { problems } from './problems.ts'

const asks = problems.flatMap(({ parts }) =>
  parts.flatMap((part) => part.asks.map((ask) => [`${part.id} ${ask.id}`.trim(), ask] as const)),
)

const texts = ({ hint, steps }: Guidance): string[] => [
  hint,
  ...steps.flatMap((step) => (typeof step === 'string' ? [step] : [step.text])),
]
const formulas = (text: string): string[] => text.split('$').filter((_, index) => index % 2 === 1)
const prose = (text: string): string =>
  text
    .split('$')
    .map((piece, index) => (index % 2 === 0 ? piece : 'x'))
    .join('')

/** Words that the house does not use, and words that belong to nobody's textbook. */
const foreign =
  /\b(foretell|tells?|told|oneself|by itself|the latter|hereby|amongst|utili[sz]e|obviously|simply)\b/i

describe.each(asks)('%s', (_, ask) => {
  it('has a hint and one to five steps, each a sentence', () => {
    expect(ask.steps.length).toBeGreaterThanOrEqual(1)
    expect(ask.steps.length).toBeLessThanOrEqual(5)
    for (const text of texts(ask)) {
      expect(text).toMatch(/^[A-Z0-9“$].*[.?)]$/)
      expect(text.length).toBeGreaterThan(20)
      expect(text.length).toBeLessThan(320)
    }
    expect(new Set(texts(ask)).size).toBe(ask.steps.length + 1)
  })

  it('has dollars in pairs, braces in pairs, and no gap between words', () => {
    for (const text of [...texts(ask), ...ask.steps.map(stepText)]) {
      expect(text.split('$').length % 2).toBe(1)
      for (const formula of formulas(text)) {
        expect(formula.trim()).not.toBe('')
        expect(formula.split('{').length).toBe(formula.split('}').length)
      }
      expect(prose(text)).not.toMatch(/ {2}| [.,;:](?!\d)|undefined|\.\.(?!\.)/)
      expect(prose(text)).not.toMatch(foreign)
    }
  })

  it('gives no measured number away', () => {
    // A decimal fraction, a number in thousands, or a percentage other than a whole.
    for (const text of [ask.hint, ...ask.steps.map(stepText)])
      expect(text).not.toMatch(/\d[.,]\d|\d[\u2009\u202f ]\d{3}|\d{4,}|(?<!\b10)\d %/)
  })

  it('begins with a hint that holds none of the steps', () => {
    for (const step of ask.steps) expect(ask.hint).not.toContain(stepText(step))
  })
})

it('a step is one line of text for a terminal', () => {
  expect(stepText('Look.')).toBe('Look.')
  expect(stepText({ title: 'Add', tex: 'a + b', text: 'Both.' })).toBe('Add. $a + b$ Both.')
  expect(stepText({ title: 'Add', text: 'Both.' })).toBe('Add. Both.')
})
