import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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

const grounds = ['surface', 'paper', 'sunken', 'hover']
const softs = ['accent-soft', 'good-soft', 'warning-soft', 'bad-soft']
type Pair = readonly [front: string, back: string]
/** Every colour that text is written in, on all that can lie behind it. */
const textPairs: readonly Pair[] = [
  ...[...grounds, ...softs].flatMap((back): Pair[] => [
    ['text', back],
    ['text-quiet', back],
  ]),
  ...grounds.flatMap((back): Pair[] => [
    ['accent', back],
    ['accent-strong', back],
    ['good', back],
    ['warning', back],
    ['bad', back],
    ['diverged', back],
  ]),
  ['accent', 'accent-soft'],
  ['accent-strong', 'accent-soft'],
  ['good', 'good-soft'],
  ['warning', 'warning-soft'],
  ['bad', 'bad-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['paper', 'text'],
]

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  it.each(textPairs)('reads %s on %s at 4.5:1', (front, back) => {
    expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(4.5)
  })
  it.each([...series, 'theory', 'edge', 'crosshair', 'good', 'warning', 'bad', 'accent'])(
    'shows %s on the surface at 3:1',
    (front) => {
      expect(contrast(front, 'surface', theme)).toBeGreaterThanOrEqual(3)
    },
  )
  it.each(grounds.flatMap((back) => ['edge', 'accent'].map((front) => [front, back] as const)))(
    'shows the edge or focus ring %s on %s at 3:1',
    (front, back) => {
      expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(3)
    },
  )
})

/** The rules of every style sheet and component: what is declared between two braces. */
const rules = readdirSync('src-renderer', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(svelte|css)$/.test(file))
  .flatMap((file) => {
    const text = readFileSync(join('src-renderer', file), 'utf8')
    const style = file.endsWith('.css') ? text : (/<style[^>]*>(.*)<\/style>/s.exec(text)?.[1] ?? '')
    return [...style.matchAll(/\{([^{}]*)\}/g)].map(([, body = '']) => ({ file, body }))
  })
const valueOf = (body: string, property: string): string | undefined =>
  new RegExp(`(?<![-\\w])${property}:\\s*([^;]+)`).exec(body)?.[1]?.trim()
const tokenOf = (value: string | undefined): string | undefined =>
  /^var\(--([\w-]+)\)$/.exec(value ?? '')?.[1]

describe('the page writes text', () => {
  it('in no colour and on no ground but those that are checked here', () => {
    expect(rules.length).toBeGreaterThan(200)
    const fronts = new Set<string>(textPairs.map(([front]) => front))
    const backs = new Set<string>(textPairs.map(([, back]) => back))
    const unchecked = rules.flatMap(({ file, body }) => {
      const [color, background] = [valueOf(body, 'color'), valueOf(body, 'background(?:-color)?')]
      const [front, back] = [tokenOf(color), tokenOf(background)]
      if (color !== undefined && color !== 'inherit' && !fronts.has(front ?? '')) return [`${file}: ${color}`]
      if (front === undefined || back === undefined) return []
      return textPairs.some((pair) => pair[0] === front && pair[1] === back)
        ? []
        : [`${file}: ${front} on ${back}`]
    })
    expect(unchecked).toEqual([])
    // A ground without text on it may have any colour: a bar, a dot, the mark of a recording.
    const used = rules.flatMap(({ body }) => tokenOf(valueOf(body, 'background(?:-color)?')) ?? [])
    // "row" is surface, hover or accent-soft, as the row of a run is chosen; each is checked above.
    expect(new Set(used.filter((back) => !backs.has(back)))).toEqual(new Set(['row', 'good', 'bad']))
  })
})

it('keeps the fixed colours of the light theme', () => {
  expect(['series-cnn', 'series-mlp', 'series-third'].map((name) => pairs.get(name)?.light)).toEqual([
    '#0072b2',
    '#d55e00',
    '#009e73',
  ])
})
