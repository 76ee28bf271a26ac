import { expect } from 'vitest'
import { plainTex } from '#text/plain-tex.ts'

/**
 * Asserts what holds of any reference answer, whatever its run measured: dollars in pairs, braces in formulas balanced,
 * every number finite, all TeX readable in a terminal, no gap where a clause was left out, and something said.
 */
export function expectSound(text: string): void {
  const pieces = text.split('$')
  const prose = pieces.map((piece, index) => (index % 2 === 0 ? piece : 'x')).join('')
  expect(pieces.length % 2).toBe(1)
  for (const formula of pieces.filter((_, index) => index % 2 === 1)) {
    expect(formula.split('{').length).toBe(formula.split('}').length)
    expect(formula.trim()).not.toBe('')
  }
  expect(text).not.toMatch(/NaN|undefined|Infinity|\\infty|\bnull\b|\[object/)
  expect(prose).not.toMatch(/[^\n] {2}|\.\.(?!\.)| [.,;:](?!\d)|\(\)|^[ ,.;]/m)
  expect(plainTex(text)).not.toMatch(/[\\$]/)
  expect(text.length).toBeGreaterThan(60)
}
