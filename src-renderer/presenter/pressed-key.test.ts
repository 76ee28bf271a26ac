import { expect, it } from 'vitest'
import { pressedKey } from './pressed-key.ts'

const shown = (key: string, more: KeyboardEventInit = {}, target: HTMLElement = document.body) => {
  const event = new KeyboardEvent('keydown', { key, ...more })
  target.dispatchEvent(event)
  return pressedKey(event)
}

it('names a key as it is printed on the keyboard, with what is held beside it', () => {
  expect([shown('PageDown'), shown(' '), shown('b'), shown('R', { shiftKey: true })]).toEqual([
    'Page Down',
    'Space',
    'B',
    'Shift + R',
  ])
})

it('shows neither a key that is only held nor anything that is typed as text', () => {
  expect([shown('Shift'), shown('5', {}, document.createElement('input'))]).toEqual([null, null])
})
