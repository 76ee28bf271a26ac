import { describe, expect, it } from 'vitest'
import type { Table, Values } from '#contract/samples.ts'
import { reasonOf } from '#contract/values.ts'
import { part as part3c } from '#experiments/p3-gradients/parts/3c.ts'
import { kernelValues } from '#experiments/p3-gradients/pure/kernel-values.ts'
import { levelSummaries, poolingGrids, poolingPass } from '#experiments/p3-gradients/pure/pooling-grid.ts'
import { comparisonRows, noiseOf, poolingMeasures } from '#experiments/p3-gradients/pure/pooling-measures.ts'
import { comparisonValues } from '#experiments/p3-gradients/pure/pooling-values.ts'
import { Random } from '#numeric/random.ts'
import { comparisonOf } from './comparison-rows.ts'
import { disturbed, outputChange } from './disturbance.ts'
import { levelTraces } from './level-traces.ts'
import { cellsOf, heaviestPatches, kernelPictures } from './patches.ts'
import {
  deviationTraces,
  fittedDeviations,
  histogramTraces,
  meanTraces,
  sideModes,
  varianceTraces,
} from './scaling-traces.ts'

const table = (columns: string[], ...rows: (number | string | null)[][]): Table => ({ columns, rows })

it('reads what a run measured, and nothing where it did not', () => {
  const values: Values = {
    '3a.dw': { value: table(['1', '2'], [1, 2], [3, null]) },
    '3a.gap': { value: 4 },
    '3a.trained': { value: null, notMeasured: 'It diverged.' },
  }
  const { dw, gap, trained, distance } = kernelValues
  expect(cellsOf(dw.of(values) ?? table([]))).toEqual(Float64Array.of(1, 2, 3, NaN))
  expect([gap.of(values), distance.of(values), trained.of(values)]).toEqual([4, null, null])
  // Of the other kind: not taken for what it is not.
  expect([gap.of({ '3a.gap': { value: table([]) } }), dw.of({ '3a.dw': { value: 4 } })]).toEqual([null, null])
  expect([reasonOf(values, trained), reasonOf(values, gap), reasonOf({}, trained)]).toEqual([
    'It diverged.',
    null,
    null,
  ])
})

it('shows kernels once all are there, and patches with their places', () => {
  const kernel = { value: table(['1'], [2]) }
  const values: Values = { '3a.initial': kernel, '3a.patchSum': kernel, '3a.trained': kernel }
  expect(kernelPictures(values)).toBeNull()
  expect(kernelPictures({ ...values, '3a.filter': kernel })?.trained).toEqual(Float64Array.of(2))
  const columns = ['image', 'class', 'row', 'column', 'weight', 'x11']
  expect(heaviestPatches({ '3a.patches': { value: table(columns, [3, 'disk', 1, 2, -0.5, 0.25]) } })).toEqual(
    [{ image: 3, className: 'disk', row: 1, column: 2, weight: -0.5, pixels: Float64Array.of(0.25) }],
  )
  expect(heaviestPatches({})).toEqual([])
})

describe('the charts of the Monte Carlo', () => {
  const columns = [
    'n',
    'm',
    'mean',
    'mean, standard error',
    'variance',
    'variance, low',
    'variance, high',
    'variance, derived',
    'standard deviation',
    'standard deviation, derived',
  ]
  const of = (sizes: Table) => ({ id: 'r', draws: 1000, values: { '3b.sizes': { value: sizes } } })
  const sizes = table(
    columns,
    ...[4, 8, 16].map((m) => [
      m + 2,
      m,
      0.1,
      0.5,
      9 * m ** 2,
      8 * m ** 2,
      10 * m ** 2,
      9 * m ** 2,
      3 * m,
      3 * m,
    ]),
  )
  it('fit the power law that the points lie on', () => {
    const fit = fittedDeviations(of(sizes))
    expect(fit?.slope).toBeCloseTo(1, 10)
    expect(fit?.deviations[2]).toBeCloseTo(48, 10)
    expect(fittedDeviations(of({ ...sizes, rows: sizes.rows.slice(0, 1) }))).toBeNull()
  })
  it('have the image side or the output side as x', () => {
    const [measured] = deviationTraces(of(sizes))
    const x = sideModes.map((mode) => (measured ? mode.values(measured) : null))
    expect(x).toEqual([
      [4, 8, 16],
      [6, 10, 18],
    ])
    expect(deviationTraces(of(sizes)).map(({ label }) => label)).toEqual([
      'measured',
      'derived',
      'fitted, m to the power 1.000',
    ])
    expect(meanTraces(of(sizes))[1]?.y[0]).toBeCloseTo(-0.98, 3)
    expect(meanTraces(of(sizes))[2]?.y[0]).toBeCloseTo(0.98, 3)
  })
  it('keep either x axis on a trace that is drawn for another run', () => {
    const [measured] = deviationTraces(of(sizes))
    const copy = { ...measured, label: 'seed 2', isBehind: true } as NonNullable<typeof measured>
    expect(sideModes.map((mode) => mode.values(copy))).toEqual([
      [4, 8, 16],
      [6, 10, 18],
    ])
  })
  it('draw nothing before a run has measured a side', () => {
    const nothing = { id: 'r', draws: 1000, values: {} }
    for (const traces of [deviationTraces, varianceTraces, meanTraces, histogramTraces])
      expect(traces(nothing)).toEqual([])
  })
  it('outline the histogram', () => {
    const bins = table(['from', 'to', 'count', 'normal'], [0, 1, 3, 2.5], [1, 2, 1, 0.5])
    const values = { '3b.histogram': { value: bins } }
    const [counts, normal] = histogramTraces({ id: 'r', draws: 4, values })
    expect([counts?.x, counts?.y]).toEqual([
      [0, 1, 1, 2],
      [3, 3, 1, 1],
    ])
    expect([normal?.x, normal?.y]).toEqual([
      [0.5, 1.5],
      [2.5, 0.5],
    ])
  })
})

const grid = { side: 4, values: Float64Array.from([1, 2, 0, 0, 3, 9, 0, 0, 0, 0, 5, 4, 0, 0, 3, 1]) }

describe('a disturbance', () => {
  it('changes one pixel by its share of the range', () => {
    expect(noiseOf(grid, 0.5)).toBe(4.5)
    expect(disturbed(grid, 'darker', 5, 4).values[5]).toBe(5)
    expect(outputChange('max', grid, disturbed(grid, 'brighter', 0, 9), 1)).toEqual(
      Float64Array.of(1, 0, 0, 0),
    )
    expect(outputChange('average', grid, disturbed(grid, 'brighter', 0, 8), 2)).toEqual(Float64Array.of(0.5))
  })
  it('moves the grid and repeats its border', () => {
    expect([...disturbed(grid, 'right', 0, 0).values.slice(4, 8)]).toEqual([3, 3, 9, 0])
    expect([...disturbed(grid, 'down', 0, 0).values.slice(0, 8)]).toEqual([1, 2, 0, 0, 1, 2, 0, 0])
  })
})

it('puts the grid’s measures beside those of the run, by the words of their rows', () => {
  const measures = (kind: 'max' | 'average') =>
    poolingMeasures(kind, grid, 1, Float64Array.of(1, 1, 1, 1), 9, [0])
  const run = table(
    ['measure', 'max, grid', 'average, grid', 'max, images', 'average, images'],
    [comparisonRows.share, 0, 0, 0.25, 1],
  )
  const both = { max: measures('max'), average: measures('average') }
  const rows = comparisonOf(both, comparisonValues.comparison.of({ '3d.comparison': { value: run } }))
  expect(rows.map(({ measure }) => measure)).toEqual(Object.values(comparisonRows))
  const none = { maxImages: null, averageImages: null }
  expect(rows[0]).toMatchObject({ maxGrid: 1, averageGrid: 0.5, ...none })
  expect(rows[1]).toMatchObject({ maxGrid: 0.25, averageGrid: 1, maxImages: 0.25, averageImages: 1 })
  const notDefined = { ...both.max, normKept: NaN }
  expect(comparisonOf({ max: notDefined, average: notDefined }, null)[0]).toMatchObject({
    maxGrid: null,
    averageGrid: null,
    ...none,
  })
})

it('draws the levels of the default grid on their derived lines', () => {
  const grids = poolingGrids(part3c.slots.main.typed({}), new Random(1))
  const levels = {
    max: levelSummaries(poolingPass('max', grids)),
    average: levelSummaries(poolingPass('average', grids)),
  }
  for (const quantity of ['share', 'norm'] as const) {
    const traces = levelTraces(levels, quantity)
    expect(traces.map(({ id }) => id)).toEqual(['max derived', 'max', 'average derived', 'average'])
    expect(traces[1]?.y).toEqual(traces[0]?.y)
    expect(traces[3]?.y).toEqual(traces[2]?.y)
  }
  expect(levelTraces(levels, 'share')[1]?.y).toEqual([1, 1 / 4, 1 / 16])
})
