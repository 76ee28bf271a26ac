import { expect, it } from 'vitest'
import { namedElement } from './named-element.ts'

/** jsdom lays nothing out: whatever is not hidden has a size here. */
function slide(html: string): HTMLElement {
  const made = document.createElement('div')
  made.innerHTML = html
  for (const element of made.querySelectorAll('*'))
    element.getBoundingClientRect = () => new DOMRect(0, 0, element.hasAttribute('hidden') ? 0 : 9, 9)
  return made
}

it('finds what has the name, the smallest of several, and nothing that is not seen', () => {
  const shown = slide(`
    <h2>Loss and more about it</h2><dt>Loss</dt><dt hidden>Lo</dt>
    <div aria-label="Weight plane"><canvas></canvas></div>`)
  expect(namedElement(shown, 'Loss')?.tagName).toBe('DT')
  expect(namedElement(shown, 'Loss and more')?.tagName).toBe('H2')
  expect(namedElement(shown, 'Weight plane')?.tagName).toBe('DIV')
  expect(namedElement(shown, 'Lo')?.textContent).toBe('Loss')
  expect(namedElement(shown, 'Accuracy')).toBeNull()
})
