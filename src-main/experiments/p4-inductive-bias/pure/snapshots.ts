import type { BandParameters } from './band-image.ts'
import type { Cell } from './cells.ts'

/**
 * Names of the arrays a run yields. Of a seed, on its data track: images [classes, N, 28, 28] in bytes as they
 * were drawn (before the permutation of 4e), with N the largest number that both networks are trained on, so that
 * the training set of a smaller number is the first so many of each class; what each image was made from
 * [classes, N, 12]; in 4e the `permutation` [784] as float32. Of a network, on its own track: `kernels`, the
 * filters of the first convolution [filters, side, side], at step 0 before the training and after epochs; at the
 * end `weights`, all parameters one after another in the order of its parameter table, and `probabilities` of
 * the validation images [classes x validation images, classes].
 */
export const snapshotNames = {
  trainImages: 'train.images',
  trainParameters: 'train.parameters',
  validationImages: 'validation.images',
  validationParameters: 'validation.parameters',
  permutation: 'permutation',
  kernels: 'kernels',
  weights: 'weights',
  probabilities: 'probabilities',
} as const

/** The track of the data of one seed ("data.s1"). */
export const dataTrack = (seedIndex: number): string => `data.s${seedIndex + 1}`

/** 4d: in what share of the images of each class a band lit a pixel, float32 [classes, 28, 28]; on the data track. */
export const trainLitName = (perClass: number): string => `train.lit.n${perClass}`
export const validationLitName = 'validation.lit'

/** What a view needs of a stored snapshot; the data of float32 and of bytes are read alike. */
export interface StoredArray {
  readonly shape: readonly number[]
  readonly data: ArrayLike<number>
}

/** background, angle, then of each of two bands: axis (0 horizontal, 1 vertical), start, end, width, intensity. */
export const parametersPerImage = 12
const bandFields = 5

/** What an image was made from, as the row of a snapshot; NaN where it has no angle or no such band. */
export function parametersToRow({ background, angle, bands }: BandParameters): number[] {
  const row = [background, angle ?? NaN]
  for (const band of [bands[0], bands[1]])
    row.push(
      ...(band
        ? [band.axis === 'horizontal' ? 0 : 1, band.start, band.end, band.width, band.intensity]
        : Array<number>(bandFields).fill(NaN)),
    )
  return row
}

/** What image `number` of a class was made from, read from a snapshot [classes, N, 12]. */
export function imageParameters(array: StoredArray, label: number, number: number): BandParameters {
  const perClass = array.shape[1] ?? 0
  const at = (label * perClass + number) * parametersPerImage
  const value = (field: number): number => array.data[at + field] ?? NaN
  const bands = [2, 2 + bandFields]
    .filter((first) => !Number.isNaN(value(first)))
    .map((first) => ({
      axis: value(first) === 0 ? ('horizontal' as const) : ('vertical' as const),
      start: value(first + 1),
      end: value(first + 2),
      width: value(first + 3),
      intensity: value(first + 4),
    }))
  const angle = value(1)
  return { background: value(0), angle: Number.isNaN(angle) ? null : angle, bands }
}

/** The answer to each row of probabilities [count, classes]: the first of the most probable classes. */
export function answersOf({ shape, data }: StoredArray): Int32Array {
  const [count = 0, classes = 0] = shape
  return Int32Array.from({ length: count }, (_, row) => {
    let best = 0
    for (let i = 1; i < classes; i++)
      if ((data[row * classes + i] ?? NaN) > (data[row * classes + best] ?? NaN)) best = i
    return best
  })
}

/** Numbers (0 to count - 1, class by class) of the validation images of class `label` that got this answer. */
export function imagesBehind(probabilities: StoredArray, label: number, answer: number): number[] {
  const [count = 0, classes = 1] = probabilities.shape
  const perClass = count / classes
  const images: number[] = []
  answersOf(probabilities).forEach((given, image) => {
    if (given === answer && Math.floor(image / perClass) === label) images.push(image)
  })
  return images
}

/** Kernels of one track over all epochs take at most this many bytes; larger filters are shown less often. */
const kernelBytes = 400_000

/** Epochs from one snapshot of a cell's kernels to the next; the last epoch always has one. */
export function kernelStride({ epochs, kernel }: Pick<Cell, 'epochs' | 'kernel'>, filters = 3): number {
  return Math.max(1, Math.ceil((epochs * filters * kernel * kernel * 4) / kernelBytes))
}
