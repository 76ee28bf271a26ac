import type { Table } from '#contract/samples.ts'
import { imageSide } from '#datasets/labelled-images.ts'
import type { PoolKind } from '#numeric/pooling-stack.ts'
import type { PresetContext, TrainEvent } from '../train.ts'
import { typed, type Problem3Params } from './fields.ts'
import { greyImage } from './grey-images.ts'
import { outputGradientOf, pooledSide, poolingGrids } from './pooling-grid.ts'
import { comparisonRows, poolingMeasures, type PoolingMeasures } from './pooling-measures.ts'
import { measured } from './tables.ts'

const kinds = ['max', 'average'] as const

/** Pixels of each image that are made noisy, one at a time. */
const placesPerImage = 16

/** Means of measures over images, each over those where it is defined. */
class MeanMeasures {
  private readonly sums = new Map<string, { sum: number; count: number }>()

  add(measures: PoolingMeasures): void {
    for (const [name, value] of Object.entries(measures) as [string, number][]) {
      if (Number.isNaN(value)) continue
      const { sum, count } = this.sums.get(name) ?? { sum: 0, count: 0 }
      this.sums.set(name, { sum: sum + value, count: count + 1 })
    }
  }

  of(name: keyof PoolingMeasures): number {
    const { sum, count } = this.sums.get(name) ?? { sum: NaN, count: 1 }
    return sum / count
  }
}

type Both = Readonly<Record<PoolKind, MeanMeasures>>

function comparisonTable(grid: Both, images: Both): Table {
  const cell = (measures: MeanMeasures, name: keyof PoolingMeasures): number | null => {
    const value = measures.of(name)
    return Number.isFinite(value) ? value : null
  }
  return {
    columns: ['measure', 'max, grid', 'average, grid', 'max, images', 'average, images'],
    rows: (Object.entries(comparisonRows) as [keyof PoolingMeasures, string][]).map(([name, words]) => [
      words,
      ...[grid, images].flatMap((both) => kinds.map((kind) => cell(both[kind], name))),
    ]),
  }
}

const both = (): Both => ({ max: new MeanMeasures(), average: new MeanMeasures() })

/** The student's grid: every pixel is tried. */
function onGrid(params: Problem3Params, random: PresetContext['random']): Both {
  const { grid, layers, upstream } = poolingGrids(params, random)
  const spike = params.spike * (Math.max(...grid.values) - Math.min(...grid.values))
  const measures = both()
  for (const kind of kinds)
    measures[kind].add(poolingMeasures(kind, grid, layers, upstream.values, spike, [...grid.values.keys()]))
  return measures
}

/** Part d: both kinds of pooling on the grid of part c, then on grey images; a step is an image. */
export async function* trainComparison(context: PresetContext): AsyncGenerator<TrainEvent> {
  const params = typed(context.params)
  const { layers, spike, trainImages } = params
  const grid = onGrid(params, context.random)
  const images = both()
  yield measured('3d.comparison', comparisonTable(grid, images))
  const data = await context.dataset({ name: params.dataset, trainCount: trainImages, testCount: 1 })
  const random = context.random.fork('3d.places')
  // A typed dY fits the grid only; images then get ones.
  const upstreamKind = params.poolUpstream === 'random' ? 'random' : 'ones'
  const upstream = outputGradientOf(upstreamKind, pooledSide(imageSide, layers), context.random)
  for (let image = 0; image < data.train.count; image++) {
    const pixels = { side: imageSide, values: greyImage(data.train, image) }
    const places = Array.from({ length: placesPerImage }, () => random.integer(pixels.values.length))
    for (const kind of kinds) {
      const running = images[kind]
      running.add(poolingMeasures(kind, pixels, layers, upstream.values, spike, places))
      const values = { shift: running.of('shift'), bright: running.of('bright'), dark: running.of('dark') }
      yield { type: 'sample', track: kind, step: image + 1, values }
    }
  }
  yield measured('3d.comparison', comparisonTable(grid, images))
  yield measured('3d.images', data.train.count)
}
