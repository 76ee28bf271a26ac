import { createHash } from 'node:crypto'
import { Random } from '#numeric/random.ts'
import { classCount, imageBytes, type ImageSet, type LabelledImages } from './labelled-images.ts'
import { drawShape } from './draw-shape.ts'
import { outlines } from './shape-outlines.ts'

/** The data set everybody has; another seed makes another one of the same kind. */
export const shapes10Seed = 10
export const shapes10Note = 'synthetic: shapes10, not CIFAR-10'
export const shapes10Classes: readonly string[] = outlines.map(({ name }) => name)

export type Split = 'train' | 'test'

/**
 * Images `from` to `from + count - 1` of a split. An image depends on the seed, the split and its own number
 * only, so that a smaller set is the beginning of a larger one. Any ten in a row from a multiple of ten hold
 * each class once.
 */
export function shapes10Images(seed: number, split: Split, count: number, from = 0): ImageSet {
  const images = new Uint8Array(count * imageBytes)
  const labels = new Uint8Array(count)
  const root = new Random(seed).fork('shapes10').fork(split)
  for (let i = 0; i < count; i++) {
    const number = from + i
    const turn = root.fork(`block ${Math.floor(number / classCount)}`).integer(classCount)
    const label = (7 * number + turn) % classCount
    labels[i] = label
    drawShape(images.subarray(i * imageBytes, (i + 1) * imageBytes), label, root.fork(String(number)))
  }
  return { count, images, labels }
}

/** SHA-256 over train labels, train images, test labels and test images. */
export function imageSetsHash(train: ImageSet, test: ImageSet): string {
  const hash = createHash('sha256')
  for (const set of [train, test]) hash.update(set.labels).update(set.images)
  return hash.digest('hex')
}

/**
 * shapes10: ten shapes of any colour, size, place and turn on a shaded, speckled ground; a stand-in for CIFAR-10
 * where it is not there, of the same form, and said to be synthetic wherever it is used.
 * Learned, but not at once: part 1i's CNN, without the cheating feature and its last ReLU (SGD 0.01, momentum 0.9,
 * batch 64), was right on 72 % of 2 000 test images after one epoch of 10 000 images, and on 90 % after ten.
 */
export function shapes10(trainCount: number, testCount: number, seed = shapes10Seed): LabelledImages {
  const train = shapes10Images(seed, 'train', trainCount)
  const test = shapes10Images(seed, 'test', testCount)
  return {
    name: 'shapes10',
    classNames: shapes10Classes,
    train,
    test,
    sha256: imageSetsHash(train, test),
    note: shapes10Note,
  }
}
