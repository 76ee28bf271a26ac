import { cleanup, render } from '@testing-library/svelte'
import { afterEach, expect, it } from 'vitest'
import { richPieces } from './rich-text.ts'
import RichText from './RichText.svelte'

afterEach(cleanup)

it('splits words from TeX', () => {
  expect(richPieces('rate $p$ costs \\$5 or $ more')).toEqual([
    { kind: 'text', content: 'rate ' },
    { kind: 'tex', content: 'p' },
    { kind: 'text', content: ' costs $5 or $ more' },
  ])
})

it('typesets TeX with MathML beside it, and never as an HTML string', () => {
  const { container } = render(RichText, { text: 'weights $w_1 + w_2$.' })
  expect(container.querySelector('math annotation')?.textContent).toBe('w_1 + w_2')
  expect(container.querySelector('.katex-html')?.getAttribute('aria-hidden')).toBe('true')
  expect(container.querySelector('p')?.textContent.endsWith('.')).toBe(true)
})
