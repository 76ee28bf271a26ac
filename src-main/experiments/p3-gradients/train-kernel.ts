import type { LabelledImages } from '#datasets/labelled-images.ts'
import { imageSide } from '#datasets/labelled-images.ts'
import type { PresetContext, TrainEvent } from '../train.ts'
import { edgeFilter } from './edge-filters.ts'
import { typed, type Problem3Params } from './fields.ts'
import { centred, greyImage } from './grey-images.ts'
import { backwardPass, checkBackwardPass, microscopeGrids, steppedKernel } from './microscope.ts'
import { PatchTraining } from './patch-sum.ts'
import { gridTable, measured } from './tables.ts'

/** Standard deviation of the entries of the kernel before the training on many images. */
const startDeviation = 0.1
/** The kernel is shown about so often on its way. */
const views = 20

/** The training's kernel or sum at this moment; or why there is none. */
function* kernelEvents(training: PatchTraining, side: number): Generator<TrainEvent> {
  yield measured('3a.trained', gridTable({ side, values: training.kernel }))
  yield measured('3a.patchSum', gridTable({ side, values: training.patchSum }))
}

function patchTable(training: PatchTraining, data: LabelledImages, side: number): TrainEvent {
  const pixels = Array.from({ length: side * side }, (_, at) => {
    return `x${Math.floor(at / side) + 1}${(at % side) + 1}`
  })
  return measured('3a.patches', {
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

/** One grey image a step; a sample holds the loss before the update and the distance after it. */
async function* trainOnImages(context: PresetContext, params: Problem3Params): AsyncGenerator<TrainEvent> {
  const { kernelSide: side, trainImages, imagesRate } = params
  const data = await context.dataset({ name: params.dataset, trainCount: trainImages, testCount: 1 })
  const random = context.random.fork('3a.start')
  const start = Float64Array.from({ length: side * side }, () => startDeviation * random.normal())
  const filter = edgeFilter(params.filter, side)
  yield measured('3a.initial', gridTable({ side, values: start }))
  yield measured('3a.filter', gridTable({ side, values: filter }))
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
  yield measured('3a.gap', training.gap())
  yield measured('3a.distance', training.distance())
  yield patchTable(training, data, side)
}

function* diverged(image: number, rate: number): Generator<TrainEvent> {
  const notMeasured = `The training on many images diverged at image ${image}; lower its learning rate of ${rate}.`
  for (const name of ['trained', 'patchSum', 'gap', 'distance', 'patches'])
    yield { type: 'value', id: `3a.${name}`, value: { value: null, notMeasured } }
}

/** Part a: one image forward and back, checked, and one step; then the same kernel size on many images. */
export async function* trainKernel(context: PresetContext): AsyncGenerator<TrainEvent> {
  const params = typed(context.params)
  const grids = microscopeGrids(params, context.random)
  const pass = backwardPass(grids)
  yield measured('3a.output', gridTable(pass.output))
  yield measured('3a.dw', gridTable(pass.dw))
  yield measured('3a.dx', gridTable(pass.dx))
  yield measured('3a.updated', gridTable(steppedKernel(grids.kernel, pass.dw, params.learningRate)))
  yield measured('3a.maxError', checkBackwardPass(grids, pass).maxError)
  yield* trainOnImages(context, params)
}
