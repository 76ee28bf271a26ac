import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { formatPower } from '#text/ticks.ts'
import { pictureFont } from '#figures/shapes.ts'

const face = readFileSync('src-renderer/style/superscripts.css', 'utf8')
const ranges = (/unicode-range: ([^;]+)/.exec(face)?.[1] ?? '').split(',').map((range) => {
  const [first = '', last = first] = range.trim().replace('U+', '').split('-')
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)] as const
})

it('takes every character of an exponent from one font, on the page and on a canvas', () => {
  const written = [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁻', ...[...formatPower(1e-30)].slice(2)]
  for (const character of written) {
    const code = character.codePointAt(0) ?? 0
    expect(ranges.some(([first, last]) => code >= first && code <= last)).toBe(true)
  }
  const name = /font-family: '([^']+)'/.exec(face)?.[1]
  expect(pictureFont.startsWith(`'${name}'`)).toBe(true)
  const tokens = readFileSync('src-renderer/style/tokens.css', 'utf8')
  expect(tokens).toContain(`--font-text: '${name}'`)
})
