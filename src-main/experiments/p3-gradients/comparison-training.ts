import { imageSide } from '#datasets/labelled-images.ts'
import type { NumberValue } from '#contract/values.ts'
import type { TrainContext, TrainEvent } from '../train.ts'
import { greyImage } from './grey-images.ts'
import { outputGradientOf, pooledSide, poolingGrids, type PoolingParams } from './pure/pooling-grid.ts'
import {
  comparisonRows,
  gridMeasures,
  measureNames,
  poolingMeasures,
  type PoolingMeasures,
} from './pure/pooling-measures.ts'
import type { PoolKind } from './pure/pooling-stack.ts'
import { comparisonValues as values } from './pure/pooling-values.ts'

/** What part 3d is asked. */
export interface ComparisonParams extends PoolingParams {
  /** Noise on one pixel, as a share of the range of its grid or image. */
  readonly spike: number
  readonly dataset: 'auto' | 'cifar10' | 'shapes10'
  readonly trainImages: number
}

const kinds = ['max', 'average'] as const

/** Pixels of each image that are made noisy, one at a time. */
const placesPerImage = 16

/** Means of measures over images, each over those where it is defined. */
class MeanMeasures {
  private readonly sums = new Map<keyof PoolingMeasures, { sum: number; count: number }>()

  add(measures: PoolingMeasures): void {
    for (const name of measureNames) {
      if (Number.isNaN(measures[name])) continue
      const { sum, count } = this.sums.get(name) ?? { sum: 0, count: 0 }
      this.sums.set(name, { sum: sum + measures[name], count: count + 1 })
    }
  }

  /** NaN while the measure was defined on none. */
  of(name: keyof PoolingMeasures): number {
    const { sum, count } = this.sums.get(name) ?? { sum: NaN, count: 1 }
    return sum / count
  }
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)

const measured = (value: NumberValue, mean: number): TrainEvent =>
  Number.isFinite(mean)
    ? value.is(mean)
    : value.isNotMeasured('This is not defined on any of the images; use more images, or different ones.')

const comparisonTable = (
  grid: Readonly<Record<PoolKind, PoolingMeasures>>,
  images: Readonly<Record<PoolKind, MeanMeasures>>,
): TrainEvent =>
  values.comparison.is(
    measureNames.map((name) => ({
      measure: comparisonRows[name],
      maxGrid: finite(grid.max[name]),
      averageGrid: finite(grid.average[name]),
      maxImages: finite(images.max.of(name)),
      averageImages: finite(images.average.of(name)),
    })),
  )

/** Part 3d: both kinds of pooling on the student's grid, then on grey images; a step is an image. */
export async function* trainComparison(
  context: TrainContext,
  params: ComparisonParams,
): AsyncGenerator<TrainEvent> {
  const { layers, spike, trainImages } = params
  const grid = gridMeasures(poolingGrids(params, context.random), spike)
  const images = { max: new MeanMeasures(), average: new MeanMeasures() }
  yield comparisonTable(grid, images)
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
      const means = { shift: running.of('shift'), bright: running.of('bright'), dark: running.of('dark') }
      yield { type: 'sample', track: kind, step: image + 1, values: means }
    }
  }
  yield comparisonTable(grid, images)
  yield measured(values.maxShift, images.max.of('shift'))
  yield measured(values.averageShift, images.average.of('shift'))
  yield measured(values.maxBright, images.max.of('bright'))
  yield measured(values.averageBright, images.average.of('bright'))
  yield values.images.is(data.train.count)
}
