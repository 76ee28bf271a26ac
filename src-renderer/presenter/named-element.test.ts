import { expect, it } from 'vitest'
import { namedElement, nameOf } from './named-element.ts'

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

it('names what was pressed as a demo finds it again, and not what another thing of that name is found by', () => {
  const shown = slide(`
    <dl><div><dt>Final loss</dt><dd>0.5</dd></div></dl>
    <div aria-label="Weight plane"><canvas></canvas></div>
    <button>Run</button><button class="second">Run</button><p>Text</p>`)
  const named = (selector: string): string | null => {
    const pressed = shown.querySelector(selector)
    return pressed && nameOf(shown, pressed)
  }
  expect(named('dd')).toBe('Final loss')
  expect(named('canvas')).toBe('Weight plane')
  expect(named('button')).toBe('Run')
  expect(named('.second')).toBeNull()
  expect(named('p')).toBeNull()
})
