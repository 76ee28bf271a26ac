import type { Refusal } from '#contract/params.ts'
import { breathe } from '../breathe.ts'
import type { TrainContext, TrainEvent } from '../train.ts'
import { histogram } from './histogram.ts'
import { fitDeviations, ofInterval } from './pure/scaling-fit.ts'
import { scalingValues as values } from './pure/scaling-values.ts'
import { outputSide } from './pure/square-convolution.ts'
import {
  derivedVariance,
  drawGradients,
  entryStatistics,
  type EntryStatistics,
  type ScalingQuestion,
} from './scaling.ts'

/** What part 3b is asked. */
export interface ScalingParams extends Omit<ScalingQuestion, 'imageSide'> {
  readonly sizes: readonly number[]
}

/** The image sides of part 3b: each once, smallest first. */
export const imageSides = ({ sizes }: ScalingParams): readonly number[] =>
  [...new Set(sizes)].sort((a, b) => a - b)

/** Sides that are no side of an image under the kernel, or too few for a slope; null where all is well. */
export function scalingRefusal(params: ScalingParams): Refusal | null {
  const { kernelSide } = params
  const sides = imageSides(params)
  const wrong = sides.find((side) => !Number.isInteger(side) || side < kernelSide)
  if (wrong !== undefined)
    return {
      field: 'sizes',
      message: `Image sides n (sizes) must be whole numbers of at least the kernel’s side ${kernelSide}, not ${wrong}.`,
    }
  if (sides.length >= 2) return null
  return {
    field: 'sizes',
    message: 'Image sides n (sizes) must contain at least two different numbers, to fit a slope.',
  }
}

/** Draws of numbers (an x or a dy) above which the Monte Carlo is said to take long. */
const manyNumbers = 1e9

/** Warns of a Monte Carlo that takes a minute or more. */
export function scalingWarnings(params: ScalingParams): readonly string[] {
  const numbers = imageSides(params).reduce((sum, n) => sum + 2 * n * n * params.draws, 0)
  return numbers > manyNumbers
    ? [
        `This Monte Carlo draws ${Math.round(numbers / 1e6)} million numbers and takes a minute or more; use fewer draws or smaller images.`,
      ]
    : []
}

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

const sizesTable = (sizes: readonly MeasuredSize[]): TrainEvent =>
  values.sizes.is(
    sizes.map((size) => {
      const { mean, meanError, variance, varianceTheory } = size
      const [varianceLow, varianceHigh] = interval(size)
      return {
        n: size.side,
        m: size.places,
        mean,
        meanError,
        variance,
        varianceLow,
        varianceHigh,
        varianceTheory,
        deviation: Math.sqrt(variance),
        deviationTheory: Math.sqrt(varianceTheory),
      }
    }),
  )

const bins = 32
/** The bins extend this many derived standard deviations to each side. */
const reach = 4

/** Counts of one entry, and those expected of a normal distribution with the derived variance (density times width). */
function histogramTable(entry: Float64Array, varianceTheory: number): TrainEvent {
  const deviation = Math.sqrt(varianceTheory)
  const { from, width, counts } = histogram(entry, -reach * deviation, reach * deviation, bins)
  return values.histogram.is(
    Array.from(counts, (count, bin) => {
      const low = from + bin * width
      const centre = (low + width / 2) / deviation
      const density = Math.exp(-(centre ** 2) / 2) / Math.sqrt(2 * Math.PI * varianceTheory)
      return { from: low, to: low + width, count, normal: entry.length * width * density }
    }),
  )
}

/** The slopes of log standard deviation against log m and log n, measured and derived. */
function* slopes(sizes: readonly MeasuredSize[], draws: number): Generator<TrainEvent> {
  const sides = sizes.map(({ side }) => side)
  const places = sizes.map((size) => size.places)
  const theory = sizes.map(({ varianceTheory }) => Math.sqrt(varianceTheory))
  const againstPlaces = fitDeviations(places, sizes, draws)
  yield values.slope.is(againstPlaces.slope)
  yield values.slopeError.is(againstPlaces.slopeError)
  yield values.slopeImage.is(fitDeviations(sides, sizes, draws).slope)
  yield values.slopeImageTheory.is(fitDeviations(sides, sizes, draws, theory).slope)
}

/** dw of all draws at one image side, [draws, k * k]; null where the run was stopped on the way. */
async function gradientsOf(
  question: ScalingQuestion,
  { random, signal }: Pick<TrainContext, 'random' | 'signal'>,
): Promise<Float64Array | null> {
  const drawing = drawGradients(question, random)
  for (let next = drawing.next(); ; next = drawing.next()) {
    if (next.done) return next.value
    // A size may take seconds.
    await breathe()
    if (signal.aborted) return null
  }
}

/** Part 3b: one Monte Carlo estimate for each image side; each is a step and has a random stream of its own. */
export async function* trainScaling(
  { random, signal }: TrainContext,
  params: ScalingParams,
): AsyncGenerator<TrainEvent> {
  const entries = params.kernelSide ** 2
  const sizes: MeasuredSize[] = []
  let entry = new Float64Array()
  for (const side of imageSides(params)) {
    const question = { ...params, imageSide: side }
    const gradients = await gradientsOf(question, { random: random.fork(`3b.${side}`), signal })
    if (!gradients) return
    entry = gradients.filter((_, at) => at % entries === 0)
    const varianceTheory = derivedVariance(question)
    const measured = entryStatistics(gradients, entries)
    sizes.push({ ...measured, side, places: outputSide(side, params.kernelSide), varianceTheory })
    const { variance, mean } = measured
    const deviations = { deviation: Math.sqrt(variance), deviationTheory: Math.sqrt(varianceTheory) }
    yield {
      type: 'sample',
      track: 'sizes',
      step: side,
      values: { ...deviations, variance, varianceTheory, mean },
    }
    yield sizesTable(sizes)
  }
  const largest = sizes.at(-1)
  if (!largest) return
  const [low, high] = interval(largest)
  yield values.variance.is(largest.variance)
  yield values.varianceLow.is(low)
  yield values.varianceHigh.is(high)
  yield values.theory.is(largest.varianceTheory)
  yield histogramTable(entry, largest.varianceTheory)
  yield* slopes(sizes, params.draws)
}
