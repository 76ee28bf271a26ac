import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync('src-renderer/style/tokens.css', 'utf8')

const pairs = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
)

/** WCAG 2.1 relative luminance of #rrggbb. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string, theme: 'light' | 'dark'): number {
  const [one, other] = [a, b].map((name) => luminance(pairs.get(name)?.[theme] ?? '#000000') + 0.05)
  return Math.max(one ?? 0, other ?? 0) / Math.min(one ?? 1, other ?? 1)
}

const series = [...pairs.keys()].filter((name) => name.startsWith('series-'))

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  it.each([
    ...['surface', 'paper', 'sunken', 'hover'].flatMap((back) => [
      ['text', back],
      ['text-quiet', back],
      ['accent', back],
    ]),
    ['on-accent', 'accent'],
    ['on-accent', 'accent-strong'],
    ['accent-strong', 'accent-soft'],
    ['good', 'good-soft'],
    ['warning', 'warning-soft'],
    ['bad', 'bad-soft'],
    ['bad', 'surface'],
    ['diverged', 'surface'],
  ])('reads %s on %s at 4.5:1', (front, back) => {
    expect(contrast(front ?? '', back ?? '', theme)).toBeGreaterThanOrEqual(4.5)
  })
  it.each([...series, 'theory', 'edge', 'crosshair'])('shows %s on the surface at 3:1', (front) => {
    expect(contrast(front, 'surface', theme)).toBeGreaterThanOrEqual(3)
  })
})

it('keeps the fixed colours of the light theme', () => {
  expect(['series-cnn', 'series-mlp', 'series-third'].map((name) => pairs.get(name)?.light)).toEqual([
    '#0072b2',
    '#d55e00',
    '#009e73',
  ])
})
