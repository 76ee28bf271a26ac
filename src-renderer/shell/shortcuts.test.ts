import { expect, it } from 'vitest'
import { isHeldButton, isKeyTaken, isPaletteKey, otherKeys, partStep, pressed } from './shortcuts.ts'

const does = (key: string, more: KeyboardEventInit = {}): string | undefined =>
  pressed(new KeyboardEvent('keydown', { key, ...more }))?.shortcut.keys

it('knows R and Shift + R with Caps Lock on and off', () => {
  expect([does('r'), does('R', { shiftKey: true })]).toEqual(['R', 'Shift + R'])
  // Caps Lock turns the letters round, and leaves the shift key alone.
  expect([does('R'), does('r', { shiftKey: true })]).toEqual(['R', 'Shift + R'])
  expect([does(' '), does('.'), does('Escape'), does('x')]).toEqual(['Space', '.', 'Esc', undefined])
})

it.each([' ', '.', 'r', 'R', 'Escape'])('takes a held %j for one press', (key) => {
  const press = (repeat: boolean) => pressed(new KeyboardEvent('keydown', { key, repeat }))
  expect([press(false)?.isRepeated, press(true)?.isRepeated]).toEqual([false, true])
})

it('lets Enter held on a button press it once, and leaves a link and a text field alone', () => {
  const held = (element: HTMLElement, repeat = true): boolean => {
    const event = new KeyboardEvent('keydown', { key: 'Enter', repeat })
    element.dispatchEvent(event)
    return isHeldButton(event)
  }
  const made = (name: string) => document.createElement(name)
  expect([held(made('button')), held(made('button'), false)]).toEqual([true, false])
  expect([held(made('a')), held(made('input'))]).toEqual([false, false])
})

it('leaves a key to whoever uses it', () => {
  const taken = (element: HTMLElement, key: string, more: KeyboardEventInit = {}): boolean => {
    const event = new KeyboardEvent('keydown', { key, ...more })
    element.dispatchEvent(event)
    return isKeyTaken(event)
  }
  const made = (name: string) => document.createElement(name)
  expect([
    taken(made('input'), 'r'),
    taken(made('button'), ' '),
    taken(made('main'), 'r', { ctrlKey: true }),
  ]).toEqual([true, true, true])
  expect([taken(made('button'), 'r'), taken(made('main'), ' ')]).toEqual([false, false])
})

it('lists the keys of the pages beside those of run control, the search among them', () => {
  const listed = otherKeys.flatMap(({ keys }) => keys.map((each) => each.keys))
  expect(listed).toEqual(expect.arrayContaining(['?', '/', 'F2', 'Delete']))
})

it('goes on by J and back by K, and opens the palette by Ctrl or Command with K', () => {
  const key = (key: string, more: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { key, ...more })
  expect([partStep(key('j')), partStep(key('K')), partStep(key('l'))]).toEqual([1, -1, null])
  expect(partStep(key('J', { shiftKey: true }))).toBeNull()
  expect([isPaletteKey(key('k', { ctrlKey: true })), isPaletteKey(key('K', { metaKey: true }))]).toEqual([
    true,
    true,
  ])
  for (const more of [{}, { ctrlKey: true, metaKey: true }, { ctrlKey: true, altKey: true }])
    expect(isPaletteKey(key('k', more))).toBe(false)
})
