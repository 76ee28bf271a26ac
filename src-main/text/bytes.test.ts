import { expect, it } from 'vitest'
import { formatBytes } from './bytes.ts'
import { thinSpace as t } from './numbers.ts'

it('labels bytes as powers of 1024', () => {
  expect(formatBytes(512 * 2 ** 20)).toBe(`512${t}MiB`)
  expect(formatBytes(1.5 * 2 ** 30)).toBe(`1.500${t}GiB`)
  expect(formatBytes(null)).toBe('not measured')
})
