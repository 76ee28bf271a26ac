import { describe, expect, it } from 'vitest'
import { ChartModel, fullRanges } from '#figures/chart-model.ts'
import type { Trace } from '#figures/trace.ts'
import { csvRows } from './csv.ts'
import type { Frame } from '#figures/frame.ts'
import { rangeAt, rangeExtent, rangeShapes } from '#figures/range-band.ts'
import { tablePage } from './table-rows.ts'

const mean: Trace = {
  id: 'm',
  label: 'mean',
  color: 'cnn',
  x: [10, 20, 30],
  y: [50, 60, 70],
  length: 3,
  version: 1,
  range: { low: [40, 55, 69], high: [55, 70, 70.5] },
}
const plot = { left: 0, top: 0, right: 200, bottom: 100 }
const frame: Frame = {
  x: { min: 10, max: 30, from: 0, to: 200, isLog: false },
  y: { min: 0, max: 100, from: 100, to: 0, isLog: false },
  plot,
}
const shapesOf = (trace: Trace) => {
  const samplers = new ChartModel().update([trace], null, 0)
  const drawn = { indices: [0, 1, 2], x: trace.x, y: trace.y }
  return rangeShapes(frame, samplers, [drawn])
}

describe('the range about a trace of means', () => {
  it('counts among what the y axis shows', () => {
    const samplers = new ChartModel().update([mean], null, 0)
    const { y } = fullRanges(samplers, { isLogX: false, isLogY: false, annotations: [] })
    expect(y[0]).toBeLessThanOrEqual(40)
    expect(y[1]).toBeGreaterThanOrEqual(70.5)
    expect(rangeExtent(mean, 1, 3, false)).toEqual([55, 70.5])
  })

  it('is a closed band along a line: along the highest, back along the lowest', () => {
    expect(shapesOf(mean)).toMatchObject([
      { kind: 'path', data: 'M0 45L100 30L200 29.5L200 31L100 45L0 60Z', isStroked: false, isClipped: true },
    ])
  })

  it('is whiskers at points, and nothing without a range', () => {
    const [whiskers] = shapesOf({ ...mean, kind: 'points' })
    expect(whiskers).toMatchObject({ kind: 'path', isStroked: true })
    expect(whiskers?.kind === 'path' && whiskers.data.startsWith('M0 60L0 45M-4 60L4 60M-4 45L4 45')).toBe(
      true,
    )
    const { range: _, ...plain } = mean
    expect(shapesOf(plain)).toEqual([])
  })

  it('leaves a gap where there is none, with a whisker at what stands alone', () => {
    const shapes = shapesOf({ ...mean, range: { low: [40, null, 69], high: [55, null, 70.5] } })
    expect(shapes.map((shape) => shape.kind === 'path' && shape.isStroked)).toEqual([true])
    expect(rangeAt(mean, 1)).toEqual([55, 70])
    expect(rangeAt({ ...mean, range: { low: [null], high: [null] } }, 0)).toBeNull()
  })

  it('stands in the table and in the file', () => {
    const modes = [{ id: 'x', label: 'images', values: (trace: Trace) => trace.x }]
    expect([...csvRows([mean], modes, { at: 'step', y: 'accuracy' })].slice(0, 2)).toEqual([
      ['trace', 'images', 'accuracy', 'lowest', 'highest'],
      ['mean', 10, 50, 40, 55],
    ])
    const samplers = new ChartModel().update([mean], null, 0)
    const page = tablePage(samplers, { x: 'images', y: 'accuracy', at: 'step' }, 0, 1)
    expect(page.columns).toEqual(['images', 'mean', 'lowest', 'highest'])
    expect(page.rows).toEqual([[10, 50, 40, 55]])
  })
})
