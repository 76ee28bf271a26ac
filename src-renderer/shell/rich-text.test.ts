import { cleanup, render } from '@testing-library/svelte'
import { afterEach, expect, it } from 'vitest'
import { richPieces } from '#text/rich-text.ts'
import RichText from './RichText.svelte'

afterEach(cleanup)

it('splits words from TeX', () => {
  expect(richPieces('rate $p$ costs \\$5 or $ more')).toEqual([
    { kind: 'text', content: 'rate ' },
    { kind: 'tex', content: 'p' },
    { kind: 'text', content: ' costs $5 or $ more' },
  ])
})

it('keeps punctuation on the line of a formula that cannot be broken', () => {
  expect(richPieces(String.raw`which $\Gamma$? And $a + b$, $c$`)).toEqual([
    { kind: 'text', content: 'which ' },
    { kind: 'tex', content: String.raw`\Gamma`, tail: '?' },
    { kind: 'text', content: ' And ' },
    { kind: 'tex', content: 'a + b' },
    { kind: 'text', content: '\u2060, ' },
    { kind: 'tex', content: 'c' },
  ])
  const { container } = render(RichText, { text: 'which $p$?' })
  expect(container.querySelector('.unbroken')?.textContent.endsWith('?')).toBe(true)
})

it('typesets TeX with MathML beside it, and never as an HTML string', () => {
  const { container } = render(RichText, { text: 'weights $w_1 + w_2$.' })
  expect(container.querySelector('math annotation')?.textContent).toBe('w_1 + w_2')
  expect(container.querySelector('.katex-html')?.getAttribute('aria-hidden')).toBe('true')
  expect(container.querySelector('p')?.textContent.endsWith('.')).toBe(true)
})
