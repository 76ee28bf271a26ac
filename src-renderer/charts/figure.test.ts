import { describe, expect, it } from 'vitest'
import { barPicture } from './bar-picture.ts'
import { ChartModel } from '#figures/chart-model.ts'
import type { Trace } from '#figures/trace.ts'
import { drawSvg, linePath } from '#figures/draw-svg.ts'
import { figure, type FigureOptions } from '#figures/figure.ts'
import { inkNames, type Palette } from '#figures/ink.ts'

const palette = Object.fromEntries(inkNames.map((name, at) => [name, `rgb(${at}, 0, 0)`])) as Palette

const loss: Trace = {
  id: 'l',
  label: 'loss of <run> & "friends"',
  color: 'cnn',
  x: [0, 1, 2, 3],
  y: [4, 3, 2, null],
  length: 4,
  version: 1,
}
const options: FigureOptions = {
  title: 'Loss',
  description: 'Falls.',
  xLabel: 'step',
  yLabel: 'loss',
  samplers: new ChartModel().update([loss], null, 0),
  annotations: [{ kind: 'horizontal', y: 2.5, label: 'floor' }],
  x: [0, 4],
  y: [0, 5],
  isLogX: false,
  isLogY: false,
  isEqualAspect: false,
}
const parse = (svg: string) => new DOMParser().parseFromString(svg, 'image/svg+xml')

it('lifts the pen at a gap', () => {
  expect(linePath([0, 0, 1, 1, Number.NaN, 2, 3, 3, 4, 4.126])).toBe('M0 0L1 1M3 3L4 4.13')
})

describe('the SVG file of a chart', () => {
  const root = parse(drawSvg(figure(options), palette)).documentElement
  const texts = [...root.querySelectorAll('text')].map((text) => text.textContent)
  it('is well formed and stands alone', () => {
    expect(root.nodeName).toBe('svg')
    expect(root.querySelector('parsererror')).toBeNull()
    expect(root.outerHTML).not.toMatch(/var\(|style=|href/)
  })
  it('names its axes, ticks, traces, annotations and the divergence', () => {
    expect(texts).toEqual(
      expect.arrayContaining([
        'Loss',
        'step',
        'loss',
        '0',
        '4',
        'floor',
        'diverged',
        `${loss.label}: diverged`,
      ]),
    )
    expect(root.querySelector('desc')?.textContent).toBe('Falls.')
  })
  it('draws the curve from the first to the last finite sample', () => {
    const curve = [...root.querySelectorAll('path')].find((path) => path.hasAttribute('clip-path'))
    const points = (curve?.getAttribute('d') ?? '').split(/[ML]/).slice(1)
    expect(points).toHaveLength(3)
    // y falls from 4 to 2 of 5, so the pixels go down the page.
    const heights = points.map((point) => Number(point.split(' ')[1]))
    expect(heights[0]).toBeLessThan(heights[2] ?? 0)
  })
})

describe('the legend and the end of a smoothed line', () => {
  const smooth = { ...loss, label: 'loss', y: [8, 4, 2, 1] }
  const textsOf = (more: Partial<FigureOptions>) =>
    figure({ ...options, annotations: [], ...more }).shapes.flatMap((shape) =>
      shape.kind === 'text' ? [shape.text] : [],
    )
  it('both give the smoothed value, and the legend how it was smoothed', () => {
    const texts = textsOf({ samplers: new ChartModel().update([smooth], null, 0.5) })
    expect(texts).toContain('loss: ~ 2.133 (smoothing 0.5)')
    expect(texts).toContain('~ 2.133')
  })
  it('give the last value within the range shown', () => {
    expect(textsOf({ samplers: new ChartModel().update([smooth], null, 0), x: [0, 2] })).toContain('loss: 2')
  })
  it('write what several lines end at once', () => {
    const zeros = ['a', 'b', 'c'].map((id): Trace => ({ ...smooth, id, label: id, y: [3, 2, 1, 0.25] }))
    const texts = textsOf({ samplers: new ChartModel().update(zeros, null, 0) })
    expect(texts.filter((text) => text === '0.2500')).toHaveLength(1)
  })
})

it('draws a line that leaves the plot by hundreds of decades up to its mark at the edge', () => {
  const gone: Trace = { ...loss, y: [4, 1e150, 1e303, null] }
  const { shapes, plot } = figure({ ...options, samplers: new ChartModel().update([gone], null, 0) })
  const line = shapes.find((shape) => shape.kind === 'line' && shape.isClipped)
  const points = line?.kind === 'line' ? Array.from(line.points) : []
  expect(points.slice(0, 6).every((pixel) => Math.abs(pixel) < 1e5)).toBe(true)
  const mark = shapes.find((shape) => shape.kind === 'text' && shape.text === 'diverged')
  expect(mark?.kind === 'text' ? mark.y : 0).toBeGreaterThanOrEqual(plot.top)
})

it('writes the level on each contour that has room for it, and one word where several traces diverged', () => {
  const ring = (id: string, r: number, lineLabel: string): Trace => {
    const angles = Array.from({ length: 61 }, (_, at) => (at * Math.PI) / 30)
    return {
      ...loss,
      id,
      lineLabel,
      isUnlisted: true,
      isPath: true,
      gaps: 'break',
      x: angles.map((angle) => 2 + r * Math.cos(angle)),
      y: angles.map((angle) => 2.5 + r * Math.sin(angle)),
      length: 61,
    }
  }
  // The two innermost rings are closer together than a letter is high.
  const rings = [ring('a', 0.03, '40.1'), ring('b', 0.06, '40.2'), ring('c', 1, '44'), ring('d', 1.8, '60')]
  const twin: Trace = { ...loss, id: 'twin' }
  const samplers = new ChartModel().update([...rings, loss, twin], null, 0)
  const texts = figure({ ...options, samplers, annotations: [] }).shapes.flatMap((shape) =>
    shape.kind === 'text' ? [shape.text] : [],
  )
  expect(texts.filter((text) => ['40.1', '40.2', '44', '60'].includes(text))).toEqual(['44', '60'])
  expect(texts.filter((text) => text === 'diverged')).toHaveLength(1)
})

describe('a bar chart', () => {
  const props = {
    title: 'Contributions',
    description: 'd.',
    valueLabel: 'contribution',
    series: [
      { label: 'without dropout', color: '1' as const },
      { label: 'with dropout', color: '2' as const },
    ],
    groups: [
      { label: '10 w1', values: [10, 5] },
      { label: 'w2', values: [-2.5, null] },
    ],
    reference: { value: 11, label: 'target 11' },
  }
  it.each(['horizontal', 'vertical'] as const)('draws bars as long as their values, %s', (direction) => {
    const { shapes } = barPicture({ ...props, direction }, 600, null)
    const long = shapes.flatMap((shape) =>
      shape.kind === 'rect' ? [direction === 'horizontal' ? shape.width : shape.height] : [],
    )
    expect(long).toHaveLength(3)
    expect(long.map((each) => each / (long[0] ?? 1))).toEqual([
      1,
      expect.closeTo(0.5, 6),
      expect.closeTo(0.25, 6),
    ])
  })
  it('writes the numbers, a dash where nothing was measured, and the reference', () => {
    const texts = barPicture(props, 600, ['Part 1f, seed 7.']).shapes.flatMap((shape) =>
      shape.kind === 'text' ? [shape.text] : [],
    )
    expect(texts).toEqual(expect.arrayContaining(['10', '5', '−2.500', '–', 'target 11', 'Contributions']))
  })
})

describe('a picture to keep', () => {
  const textsOf = (caption: readonly string[]) =>
    figure({ ...options, caption }).shapes.flatMap((shape) => (shape.kind === 'text' ? [shape] : []))
  const long = `Part 1e, seed 7, ${Array.from({ length: 40 }, (_, at) => `setting ${at}`).join(', ')}.`

  it('says below where its numbers come from, within its width and height', () => {
    const picture = figure({ ...options, caption: ['Part 1e, seed 7.', long] })
    const said = textsOf(['Part 1e, seed 7.', long]).filter(({ y }) => y > picture.plot.bottom + 50)
    expect(said.map(({ text }) => text).join(' ')).toBe(`Part 1e, seed 7. ${long}`)
    for (const { text, y, x } of said) {
      expect(y).toBeLessThan(picture.height)
      expect(x + text.length * 7.6).toBeLessThan(picture.width)
    }
    expect(picture.height).toBeGreaterThan(figure(options).height)
    expect(drawSvg(picture, palette)).toContain('<desc>Falls. Part 1e, seed 7.')
  })

  it('draws the points of another run below the shown one', () => {
    const points: Trace = { ...loss, kind: 'points', marker: 'square' }
    const behind: Trace = { ...points, id: 'b', color: 'mlp', isBehind: true }
    const { shapes } = figure({ ...options, samplers: new ChartModel().update([points, behind], null, 0) })
    const at = (ink: string) =>
      shapes.findIndex((shape) => shape.kind === 'path' && shape.ink === ink && shape.hasRim === true)
    expect(at('series-mlp')).toBeGreaterThan(-1)
    expect(at('series-mlp')).toBeLessThan(at('series-cnn'))
    const line: Trace = { ...loss, id: 'line', color: 'third' }
    const mixed = figure({ ...options, samplers: new ChartModel().update([line, behind], null, 0) }).shapes
    const lineAt = mixed.findIndex(
      (shape) => shape.kind === 'line' && shape.isClipped && shape.ink === 'series-third',
    )
    expect(
      mixed.findIndex((shape) => shape.kind === 'path' && shape.hasRim && shape.ink === 'series-mlp'),
    ).toBeLessThan(lineAt)
  })
})
