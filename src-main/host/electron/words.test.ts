import { expect, it } from 'vitest'
import { isCommand } from './words.ts'

it('knows a command from a file, a switch and nothing', () => {
  expect(isCommand([])).toBe(false)
  expect(isCommand(['run', '4a'])).toBe(true)
  expect(isCommand(['runn'])).toBe(true)
  expect(isCommand(['--version'])).toBe(true)
  expect(isCommand(['--no-sandbox'])).toBe(false)
  expect(isCommand(['-psn_0_1234'])).toBe(false)
  expect(isCommand(['/home/anna/a run.labrun'])).toBe(false)
  // There is a folder of this name where the tests run.
  expect(isCommand(['bench'])).toBe(true)
})
