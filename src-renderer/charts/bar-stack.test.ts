import { describe, expect, it } from 'vitest'
import { barRange, piecesOf } from './bar-geometry.ts'
import { barPicture } from './bar-picture.ts'
import type { BarChartProps } from './chart-props.ts'

const series = [
  { label: 'weights', color: '1' },
  { label: 'state', color: '2' },
  { label: 'unexplained', color: '7', isHollow: true },
] as const
const chart = (more: Partial<BarChartProps>): BarChartProps => ({
  title: 'Memory',
  description: 'What holds it.',
  valueLabel: 'MiB',
  series,
  groups: [],
  isStacked: true,
  ...more,
})
const rects = (props: BarChartProps) =>
  barPicture(props, 600, null).shapes.filter((shape) => shape.kind === 'rect')
const texts = (props: BarChartProps) =>
  barPicture(props, 600, null).shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []))

describe('stacked bars', () => {
  it('begin each piece where the last one ended, and go back for a negative one', () => {
    expect(piecesOf({ label: '', values: [10, null, 5, -3] })).toEqual([
      { series: 0, from: 0, to: 10 },
      { series: 2, from: 10, to: 15 },
      { series: 3, from: 15, to: 12 },
    ])
  })

  it('have an axis that reaches beyond the whole pile, not the largest piece', () => {
    const [low, high] = barRange([{ label: '', values: [10, 20, -5] }], undefined, true)
    expect(low).toBe(0)
    expect(high).toBeGreaterThan(30)
    expect(high).toBeLessThan(40)
  })

  it('are as long as their values, side by side without overlap, and say the level they end at', () => {
    const props = chart({ groups: [{ label: 'Adam', values: [100, 200, 60] }] })
    const [weights, state] = rects(props)
    expect((state?.width ?? 0) / (weights?.width ?? 1)).toBeCloseTo(2, 1)
    expect(state?.x).toBeCloseTo((weights?.x ?? 0) + (weights?.width ?? 0) + 1, 6)
    expect(texts(props)).toContain('360')
  })

  it('take a negative remainder away from the pieces below it', () => {
    const props = chart({ groups: [{ label: 'SGD', values: [100, null, -20] }] })
    const [weights, taken] = rects(props)
    expect(taken?.ink).toBe('surface')
    expect((taken?.x ?? 0) + (taken?.width ?? 0)).toBeCloseTo(
      (weights?.x ?? 0) + (weights?.width ?? 0) + 1,
      6,
    )
    expect(texts(props)).toContain('80')
  })

  it('float at the level before them in a waterfall, joined by a line, with a label of their own', () => {
    const props = chart({
      hasSteps: true,
      groups: [
        { label: 'start', values: [50] },
        { label: 'engine', values: [13], from: 50, endLabel: '+13' },
      ],
    })
    const [before, growth] = rects(props)
    expect(growth?.x).toBeCloseTo((before?.x ?? 0) + (before?.width ?? 0) + 1, 6)
    const joined = barPicture(props, 600, null).shapes.filter(
      (shape) => shape.kind === 'line' && shape.ink === 'edge' && shape.points[1] !== 8,
    )
    expect(joined).toHaveLength(1)
    expect(texts(props)).toContain('+13')
  })

  it('leave room for what is not measured yet', () => {
    const empty = barPicture(chart({ groups: [{ label: 'SGD', values: [null, null, null] }] }), 600, null)
    const full = barPicture(chart({ groups: [{ label: 'SGD', values: [1, 2, 3] }] }), 600, null)
    expect(empty.height).toBe(full.height)
  })
})
