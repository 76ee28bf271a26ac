import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { isCommand } from './words.ts'

it('knows a command from a file, a switch and nothing', () => {
  expect(isCommand([])).toBe(false)
  expect(isCommand(['run', '4a'])).toBe(true)
  expect(isCommand(['runn'])).toBe(true)
  expect(isCommand(['--version'])).toBe(true)
  expect(isCommand(['--no-sandbox'])).toBe(false)
  expect(isCommand(['-psn_0_1234'])).toBe(false)
  expect(isCommand([fileURLToPath(import.meta.url)])).toBe(false)
})
