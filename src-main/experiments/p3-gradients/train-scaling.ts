import type { Table } from '#contract/samples.ts'
import { histogram } from '#numeric/histogram.ts'
import { fitPowerLaw } from '#numeric/line-fit.ts'
import { outputSide } from '#numeric/square-convolution.ts'
import type { PresetContext, TrainEvent } from '../train.ts'
import { typed } from './fields.ts'
import { imageSides } from './plan.ts'
import { derivedVariance, drawGradients, entryStatistics, type EntryStatistics } from './scaling.ts'
import { measured } from './tables.ts'

/** Half the width, in standard errors, of an interval that holds the true value 95 times in 100. */
const ofInterval = 1.959963984540054

/** One image side as it was measured and as it is derived. */
interface MeasuredSize extends EntryStatistics {
  /** n. */
  readonly side: number
  /** m. */
  readonly places: number
  readonly varianceTheory: number
}

const interval = ({ variance, varianceError }: EntryStatistics): readonly [number, number] => [
  Math.max(0, variance - ofInterval * varianceError),
  variance + ofInterval * varianceError,
]

function sizesTable(sizes: readonly MeasuredSize[]): Table {
  return {
    columns: [
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
    ],
    rows: sizes.map((size) => [
      size.side,
      size.places,
      size.mean,
      size.meanError,
      size.variance,
      ...interval(size),
      size.varianceTheory,
      Math.sqrt(size.variance),
      Math.sqrt(size.varianceTheory),
    ]),
  }
}

const bins = 32
/** The bins reach so many derived standard deviations to each side. */
const reach = 4

/** Counts of one entry, and the counts to expect of a normal number with the derived variance (density times width). */
function histogramTable(entry: Float64Array, varianceTheory: number): Table {
  const deviation = Math.sqrt(varianceTheory)
  const { from, width, counts } = histogram(entry, -reach * deviation, reach * deviation, bins)
  return {
    columns: ['from', 'to', 'count', 'normal'],
    rows: Array.from(counts, (count, bin) => {
      const low = from + bin * width
      const centre = (low + width / 2) / deviation
      const density = Math.exp(-(centre ** 2) / 2) / Math.sqrt(2 * Math.PI * varianceTheory)
      return [low, low + width, count, entry.length * width * density]
    }),
  }
}

/** The slopes of log standard deviation against log m and log n, measured and derived. */
function* slopes(sizes: readonly MeasuredSize[], draws: number): Generator<TrainEvent> {
  const deviations = sizes.map(({ variance }) => Math.sqrt(variance))
  // The relative error of a square root is half that of its argument. One product of two random signs has always the
  // same square; the floor keeps the weight of such a point finite.
  const errors = sizes.map(({ variance, varianceError }) => Math.max(varianceError / variance / 2, 1 / draws))
  const sides = sizes.map(({ side }) => side)
  const places = sizes.map((size) => size.places)
  const againstPlaces = fitPowerLaw(places, deviations, errors)
  yield measured('3b.slope', againstPlaces.slope)
  yield measured('3b.slopeError', againstPlaces.slopeError)
  yield measured('3b.slopeImage', fitPowerLaw(sides, deviations, errors).slope)
  const theory = sizes.map(({ varianceTheory }) => Math.sqrt(varianceTheory))
  yield measured('3b.slopeImageTheory', fitPowerLaw(sides, theory, errors).slope)
}

/** Part b: one Monte Carlo estimate for each image side; each is a step and has a random stream of its own. */
export async function* trainScaling({ params, random, signal }: PresetContext): AsyncGenerator<TrainEvent> {
  const p = typed(params)
  const entries = p.kernelSide ** 2
  const sizes: MeasuredSize[] = []
  let entry = new Float64Array()
  for (const side of imageSides(params)) {
    const question = { ...p, imageSide: side }
    const drawing = drawGradients(question, random.fork(`3b.${side}`))
    let next = drawing.next()
    while (!next.done) {
      // A size may take seconds; messages to this process are heard only between two yields.
      await new Promise((resolve) => setImmediate(resolve))
      if (signal.aborted) return
      next = drawing.next()
    }
    const gradients = next.value
    entry = gradients.filter((_, at) => at % entries === 0)
    const varianceTheory = derivedVariance(question)
    const size = {
      ...entryStatistics(gradients, entries),
      side,
      places: outputSide(side, p.kernelSide),
      varianceTheory,
    }
    sizes.push(size)
    yield {
      type: 'sample',
      track: 'sizes',
      step: side,
      values: {
        deviation: Math.sqrt(size.variance),
        deviationTheory: Math.sqrt(varianceTheory),
        variance: size.variance,
        varianceTheory,
        mean: size.mean,
      },
    }
    yield measured('3b.sizes', sizesTable(sizes))
  }
  const largest = sizes.at(-1)
  if (!largest) return
  const [low, high] = interval(largest)
  yield measured('3b.variance', largest.variance)
  yield measured('3b.varianceLow', low)
  yield measured('3b.varianceHigh', high)
  yield measured('3b.theory', largest.varianceTheory)
  yield measured('3b.histogram', histogramTable(entry, largest.varianceTheory))
  yield* slopes(sizes, p.draws)
}
