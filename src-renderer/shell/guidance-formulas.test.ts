import katex from 'katex'
import { expect, it } from 'vitest'
import { problems } from '#experiments/problems.ts'
import { richPieces } from '#text/rich-text.ts'

/** Throws on any TeX that KaTeX does not know. */
const typeset = (source: string): string =>
  katex.renderToString(source, { throwOnError: true, strict: 'error' })

/** The formulas of a text, typeset. */
const inText = (text: string): string[] =>
  richPieces(text).flatMap(({ kind, content }) => (kind === 'tex' ? [typeset(content)] : []))

it('every formula of hints and steps can be typeset', () => {
  let count = 0
  for (const { parts } of problems)
    for (const { hint, steps } of parts.flatMap(({ asks }) => asks)) {
      count += inText(hint).length
      for (const step of steps)
        if (typeof step === 'string') count += inText(step).length
        else {
          count += inText(`${step.title} ${step.text}`).length
          if (step.tex !== undefined) count += typeset(step.tex) === '' ? 0 : 1
        }
    }
  expect(count).toBeGreaterThan(60)
})
