import { describe, expect, it } from 'vitest'
import type { Trace } from '#figures/trace.ts'
import { ChartModel, fullRanges, hiddenCount } from '#figures/chart-model.ts'
import { crosshairBounds, leadSampler, movedBy } from './crosshair-motion.ts'
import { csvRows, csvText } from './csv.ts'
import { tablePage } from './table-rows.ts'

const trace = (id: string, x: number[], y: (number | null)[], more: Partial<Trace> = {}): Trace => ({
  id,
  label: id,
  color: '1',
  x,
  y,
  length: y.length,
  version: y.length,
  ...more,
})
const samplersOf = (...traces: Trace[]) => new ChartModel().update(traces, null, 0)
const open = { isLogX: false, isLogY: false, annotations: [] }

describe('ranges', () => {
  it('follow the samples within a fixed x range', () => {
    const [...samplers] = samplersOf(trace('a', [0, 1, 2, 3], [10, 11, 12, 1000]))
    expect(fullRanges(samplers, { ...open, xRange: [0, 2] }).y[1]).toBeLessThan(20)
  })
  it('leave out what a logarithmic axis cannot show, and count it', () => {
    const samplers = samplersOf(trace('a', [0, 1, 2], [0, 1, 100]))
    const { y } = fullRanges(samplers, { ...open, isLogY: true })
    expect(y[0]).toBeGreaterThan(0)
    expect(hiddenCount(samplers, false, true)).toBe(1)
    expect(hiddenCount(samplers, true, false)).toBe(1)
  })
  const steps = Array.from({ length: 300 }, (_, step) => step)
  const exploding = (growth: number, end: number | null) =>
    trace('e', steps, [...steps.slice(1).map((step) => 121 * growth ** step), end])
  it('keep the beginning of a diverging trace readable, and know all of it', () => {
    const ranges = fullRanges(samplersOf(exploding(10, null)), open)
    expect(ranges.y[1]).toBeGreaterThan(12.1e3)
    expect(ranges.y[1]).toBeLessThan(121e6)
    expect(ranges.wholeY?.[1]).toBeGreaterThan(1e300)
    expect(Number.isFinite(ranges.wholeY?.[1])).toBe(true)
  })
  it('cut a trace that explodes without end, and neither a logarithmic axis nor a finite growth', () => {
    expect(fullRanges(samplersOf(exploding(1.2, 1e25)), open).y[1]).toBeLessThan(1e4)
    const log = fullRanges(samplersOf(exploding(10, null)), { ...open, isLogY: true })
    expect([log.y[1] > 1e300, Number.isFinite(log.y[1]), log.wholeY]).toEqual([true, true, null])
    const grown = fullRanges(samplersOf(trace('g', [0, 1, 2], [1e-17, 1e-9, 5])), open)
    expect([grown.y[1] >= 5, grown.wholeY]).toEqual([true, null])
    const sparse = fullRanges(samplersOf(trace('s', [0, 20, 40], [121, 1e17, null])), open)
    expect(sparse.y[1]).toBeLessThan(1e4)
    const mild = fullRanges(samplersOf(trace('m', [0, 1, 2], [8, 300, null])), open)
    expect([mild.y[1] >= 300, mild.wholeY]).toEqual([true, null])
  })
  it('hold the annotated points', () => {
    const samplers = samplersOf(trace('a', [0, 1], [0, 1]))
    const { y } = fullRanges(samplers, {
      ...open,
      annotations: [{ kind: 'horizontal', y: 5, label: 'floor' }],
    })
    expect(y[1]).toBeGreaterThanOrEqual(5)
  })
})

describe('divergence', () => {
  it('is marked at the last finite sample', () => {
    const [sampler] = samplersOf(trace('a', [0, 1, 2, 3], [1, 2, null, NaN]))
    expect(sampler?.divergedAfter).toBe(1)
    expect(sampler?.latestFinite).toBe(1)
  })
  it('is not what the lifted pen of a contour means', () => {
    const [sampler] = samplersOf(trace('a', [0, 1, 2], [1, NaN, 2], { gaps: 'break', isPath: true }))
    expect(sampler?.divergedAfter).toBeNull()
  })
})

it('finds the last sample within a range', () => {
  const [sampler] = samplersOf(trace('a', [0, 10, 20, 30], [1, 2, 3, 4]))
  const last = (from: number, to: number) => sampler?.lastIndexIn([from, to])
  expect([last(0, 20), last(0, 19), last(0, 99), last(11, 19), last(-5, -1)]).toEqual([2, 1, 3, -1, -1])
})

it('sees a column that grew in place', () => {
  const model = new ChartModel()
  const x = [0, 1]
  const y: (number | null)[] = [5, 6]
  model.update([trace('a', x, y)], null, 0)
  x.push(2)
  y.push(70)
  const samplers = model.update([trace('a', x, y)], null, 0)
  expect(samplers[0]?.extentY(null, false)).toEqual([5, 70])
})

describe('the crosshair', () => {
  const samplers = samplersOf(trace('short', [0, 4], [1, 2]), trace('long', [0, 1, 2, 3, 4], [1, 2, 3, 4, 5]))
  const lead = leadSampler(samplers)
  it('stops at the samples of the longest trace', () => {
    expect(lead?.trace.id).toBe('long')
    expect(crosshairBounds(lead)).toEqual([0, 4])
    expect(movedBy('ArrowLeft', false, lead, null)).toBe(3)
    expect(movedBy('ArrowRight', false, lead, 1)).toBe(2)
    expect(movedBy('ArrowRight', false, lead, 4)).toBe(4)
    expect(movedBy('Home', false, lead, 3)).toBe(0)
    expect(movedBy('a', false, lead, 3)).toBeNull()
  })
  it('reads nothing beyond the end of a trace', () => {
    expect(samplers.map((sampler) => sampler.indexAt(9))).toEqual([-1, -1])
  })
})

describe('the table', () => {
  it('joins curves on x and leaves holes where one has no sample', () => {
    const samplers = samplersOf(trace('a', [0, 1, 2], [1, null, 3]), trace('b', [1, 5], [10, 50]))
    expect(tablePage(samplers, { x: 'step', y: 'loss', at: 'step' }, 0, 10)).toEqual({
      columns: ['step', 'a', 'b'],
      rows: [
        [0, 1, undefined],
        [1, null, 10],
        [2, 3, undefined],
        [5, undefined, 50],
      ],
      total: 4,
    })
  })
  it('gives a page out of a long one', () => {
    const x = Array.from({ length: 1000 }, (_, index) => index)
    const page = tablePage(samplersOf(trace('a', x, x)), { x: 'step', y: 'y', at: '' }, 900, 100)
    expect([page.rows.length, page.rows[0]?.[0], page.total]).toEqual([100, 900, 1000])
  })
})

it('writes every sample to the CSV at full precision', () => {
  const a = trace('a, "quoted"', [0, 1], [0.1 + 0.2, null])
  const modes = [
    { id: 'step', label: 'step', values: (each: Trace) => each.x },
    { id: 's', label: 'time (s)', values: () => null },
  ]
  expect(csvText(csvRows([a], modes, { at: 'step', y: 'loss' }))).toBe(
    'trace,step,time (s),loss\r\n"a, ""quoted""",0,,0.30000000000000004\r\n"a, ""quoted""",1,,NaN\r\n',
  )
})
