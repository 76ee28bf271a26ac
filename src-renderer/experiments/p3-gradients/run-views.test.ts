import { describe, expect, it } from 'vitest'
import type { Table, Values } from '#contract/samples.ts'
import {
  comparisonRows,
  levelSummaries,
  poolingGrids,
  poolingMeasures,
  poolingPass,
  typed,
} from '#experiments/p3-gradients/definition.ts'
import { definition } from '#experiments/p3-gradients/definition.ts'
import { findPreset, presetParams } from '#contract/params.ts'
import { Random } from '#numeric/random.ts'
import { comparisonOf } from './comparison-table.ts'
import { disturbed, noiseOf, outputChange } from './disturbance.ts'
import { levelTraces } from './level-traces.ts'
import { heaviestPatches, kernelPictures } from './patches.ts'
import { numberOf, reasonOf, tableOf } from '../../lab/run-values.ts'
import { cellsOf, columnOf } from './run-tables.ts'
import {
  deviationTraces,
  fittedDeviations,
  histogramTraces,
  meanTraces,
  sideModes,
} from './scaling-traces.ts'

const table = (columns: string[], ...rows: (number | string | null)[][]): Table => ({ columns, rows })

it('reads what a run measured, and nothing where it did not', () => {
  const values: Values = {
    a: { value: table(['1', '2'], [1, 2], [3, null]) },
    b: { value: 4 },
    c: { value: null, notMeasured: 'It diverged.' },
  }
  expect(cellsOf(tableOf(values, 'a') ?? table([]))).toEqual(Float64Array.of(1, 2, 3, NaN))
  expect(columnOf(tableOf(values, 'a') ?? table([]), '2')).toEqual([2, null])
  expect([numberOf(values, 'b'), numberOf(values, 'a'), tableOf(values, 'b')]).toEqual([4, null, null])
  expect([reasonOf(values, 'c'), reasonOf(values, 'b'), reasonOf(undefined, 'c')]).toEqual([
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
  expect(heaviestPatches(undefined)).toEqual([])
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
    const fit = fittedDeviations(sizes)
    expect(fit?.slope).toBeCloseTo(1, 10)
    expect(fit?.deviations[2]).toBeCloseTo(48, 10)
    expect(fittedDeviations({ ...sizes, rows: sizes.rows.slice(0, 1) })).toBeNull()
  })
  it('have the image side or the output side as x', () => {
    const [measured] = deviationTraces(sizes)
    const x = sideModes.map((mode) => (measured ? mode.values(measured) : null))
    expect(x).toEqual([
      [4, 8, 16],
      [6, 10, 18],
    ])
    expect(deviationTraces(sizes).map(({ label }) => label)).toEqual([
      'measured',
      'derived',
      'fitted, m to the power 1.000',
    ])
    expect(meanTraces(sizes)[1]?.y[0]).toBeCloseTo(-0.98, 3)
    expect(meanTraces(sizes)[2]?.y[0]).toBeCloseTo(0.98, 3)
  })
  it('outline the histogram', () => {
    const [counts, normal] = histogramTraces(
      table(['from', 'to', 'count', 'normal'], [0, 1, 3, 2.5], [1, 2, 1, 0.5]),
    )
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
  const rows = comparisonOf({ max: measures('max'), average: measures('average') }, run)
  expect(rows.map(({ words }) => words)).toEqual(Object.values(comparisonRows))
  expect(rows[0]?.cells).toEqual([1, 0.5, null, null])
  expect(rows[1]?.cells).toEqual([0.25, 1, 0.25, 1])
  expect(comparisonOf(null, null)[0]?.cells).toEqual([null, null, null, null])
})

it('draws the levels of the default grid on their derived lines', () => {
  const params = typed(presetParams(definition, findPreset(definition, '3c')))
  const grids = poolingGrids(params, new Random(1))
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
