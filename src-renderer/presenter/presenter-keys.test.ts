import { expect, it } from 'vitest'
import { moveOf } from './presenter-keys.ts'

const move = (key: string, hasShortcuts = true) => moveOf({ key, shiftKey: false }, hasShortcuts)

it('steps by arrows and by the keys of a clicker', () => {
  expect(['ArrowRight', 'PageDown', 'ArrowLeft', 'PageUp', 'Home', 'End'].map((key) => move(key))).toEqual([
    'next',
    'next',
    'previous',
    'previous',
    'first',
    'last',
  ])
  expect([move('Escape'), move('Enter')]).toEqual(['leave', 'reveal'])
})

it('goes to a slide by its digit, 0 to the tenth, and leaves every other key alone', () => {
  expect(['1', '9', '0'].map((key) => move(key))).toEqual([{ to: 0 }, { to: 8 }, { to: 9 }])
  expect([move('x'), move(' '), move('toString'), move('10')]).toEqual([null, null, null, null])
})

it('keeps to keys without a letter where single-key shortcuts are off', () => {
  expect([move('1', false), move('f', false)]).toEqual([null, null])
  expect([move('PageDown', false), move('Escape', false)]).toEqual(['next', 'leave'])
})

it('switches ring, spotlight and pressed keys', () => {
  expect(['o', 's', 'K'].map((key) => move(key))).toEqual([
    { aid: 'hasPointerRing' },
    { aid: 'hasSpotlight' },
    { aid: 'areKeysShown' },
  ])
})
