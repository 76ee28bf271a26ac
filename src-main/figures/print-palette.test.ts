import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { inkNames } from './ink.ts'
import { printPalette } from './print-palette.ts'

const tokens = readFileSync(new URL('../../src-renderer/style/tokens.css', import.meta.url), 'utf8')

it.each(inkNames)('prints %s in the colour that the light theme has', (name) => {
  const [, light] = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}),`).exec(tokens) ?? []
  expect(printPalette[name]).toBe(light)
})
