import type { Random } from '#numeric/random.ts'
import { imageSide, type LabelledImages } from '#datasets/labelled-images.ts'
import type { TrainContext, TrainEvent } from '../train.ts'
import { edgeFilter, type FilterName } from './edge-filters.ts'
import { gridTable } from './grid-table.ts'
import { centred, greyImage } from './grey-images.ts'
import { PatchTraining } from './patch-sum.ts'
import { kernelValues as values } from './pure/kernel-values.ts'
import {
  backwardPass,
  checkBackwardPass,
  microscopeGrids,
  steppedKernel,
  type MicroscopeParams,
} from './pure/microscope.ts'

/** What part 3a is asked. */
export interface KernelParams extends MicroscopeParams {
  /** Of the one step on the student's image. */
  readonly learningRate: number
  readonly filter: FilterName
  /** Of the training on many images. */
  readonly imagesRate: number
  readonly dataset: 'auto' | 'cifar10' | 'shapes10'
  readonly trainImages: number
}

/** Standard deviation of the entries of the kernel before the training on many images. */
const startDeviation = 0.1
/** How often, about, the kernel is reported during the training. */
const views = 20

/** The kernel and the sum of patches at this point of the training. */
function* kernelEvents(training: PatchTraining, side: number): Generator<TrainEvent> {
  yield values.trained.is(gridTable({ side, values: training.kernel }))
  yield values.patchSum.is(gridTable({ side, values: training.patchSum }))
}

function patchTable(training: PatchTraining, data: LabelledImages, side: number): TrainEvent {
  const pixels = Array.from({ length: side * side }, (_, at) => {
    return `x${Math.floor(at / side) + 1}${(at % side) + 1}`
  })
  return values.patches.is({
    columns: ['image', 'class', 'row', 'column', 'weight', ...pixels],
    rows: training.heaviest.map(({ image, row, column, weight, patch }) => [
      image + 1,
      data.classNames[data.train.labels[image] ?? 0] ?? '',
      row + 1,
      column + 1,
      weight,
      ...patch,
    ]),
  })
}

function* diverged(image: number, rate: number): Generator<TrainEvent> {
  const why = `The training on many images diverged at image ${image}; lower its learning rate of ${rate}.`
  const { trained, patchSum, gap, distance, patches } = values
  for (const value of [trained, patchSum, gap, distance, patches]) yield value.isNotMeasured(why)
}

/** One grey image a step; a sample holds the loss before the update and the distance after it. */
function* trainOnImages(data: LabelledImages, params: KernelParams, random: Random): Generator<TrainEvent> {
  const { kernelSide: side, imagesRate } = params
  const start = Float64Array.from({ length: side * side }, () => startDeviation * random.normal())
  const filter = edgeFilter(params.filter, side)
  yield values.initial.is(gridTable({ side, values: start }))
  yield values.filter.is(gridTable({ side, values: filter }))
  const training = new PatchTraining(start, side, filter, imagesRate)
  const { count } = data.train
  for (let image = 0; image < count; image++) {
    const loss = training.step(centred(greyImage(data.train, image)), imageSide)
    const distance = training.distance()
    yield { type: 'sample', track: 'images', step: image + 1, values: { loss, distance } }
    if (!Number.isFinite(distance)) return yield* diverged(image + 1, imagesRate)
    if (image % Math.ceil(count / views) === 0) yield* kernelEvents(training, side)
  }
  yield* kernelEvents(training, side)
  yield values.gap.is(training.gap())
  yield values.distance.is(training.distance())
  yield patchTable(training, data, side)
}

/** Part 3a: one image forward and back, checked, and one step; then a kernel of the same side on many images. */
export async function* trainKernel(
  { random, dataset }: TrainContext,
  params: KernelParams,
): AsyncGenerator<TrainEvent> {
  const grids = microscopeGrids(params, random)
  const pass = backwardPass(grids)
  yield values.output.is(gridTable(pass.output))
  yield values.dw.is(gridTable(pass.dw))
  yield values.dx.is(gridTable(pass.dx))
  yield values.updated.is(gridTable(steppedKernel(grids.kernel, pass.dw, params.learningRate)))
  yield values.maxError.is(checkBackwardPass(grids, pass).maxError)
  const data = await dataset({ name: params.dataset, trainCount: params.trainImages, testCount: 1 })
  yield* trainOnImages(data, params, random.fork('3a.start'))
}
