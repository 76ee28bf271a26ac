import { expect, it } from 'vitest'
import { clockText } from './clock-text.ts'

it.each([
  [0, '0:00'],
  [7.9, '0:07'],
  [754, '12:34'],
  [3723, '1:02:03'],
])('%d s are %s', (seconds, text) => {
  expect(clockText(seconds)).toBe(text)
})
