import { afterEach, expect, it } from 'vitest'
import { isFocusLost, mendFocus } from './lost-focus.ts'

const button = (isDisabled = false): HTMLButtonElement => {
  const made = document.createElement('button')
  made.disabled = isDisabled
  document.body.append(made)
  return made
}
afterEach(() => document.body.replaceChildren())

it('gives the focus to the first that can take it, once it is lost', () => {
  const [gone, neighbour, closed] = [button(), button(), button(true)]
  gone.focus()
  mendFocus(neighbour)
  expect([isFocusLost(), document.activeElement]).toEqual([false, gone])
  gone.remove()
  expect(isFocusLost()).toBe(true)
  mendFocus(null, closed, neighbour)
  expect(document.activeElement).toBe(neighbour)
})
