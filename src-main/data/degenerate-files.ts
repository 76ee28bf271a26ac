import { createHash } from 'node:crypto'
import { DatasetError } from '#datasets/dataset-error.ts'
import type { ImageSet } from '#datasets/labelled-images.ts'

const again = 'get the archive again from https://www.cs.toronto.edu/~kriz/cifar.html'
const isConstant = (values: Uint8Array): boolean => values.every((value) => value === values[0])

/**
 * Throws DatasetError where files of the right form cannot be a data set to learn from: two with the same images, one
 * with a single class, one whose pixels are all the same. `names` are those of the files, in the order of `sets`.
 */
export function refuseDegenerate(names: readonly string[], sets: readonly ImageSet[]): void {
  const known = new Map<string, string>()
  for (const [i, { count, images, labels }] of sets.entries()) {
    const name = names[i] ?? ''
    if (isConstant(images))
      throw new DatasetError(
        `${name} is not a file of CIFAR-10: all its pixels have the value ${images[0]}; ${again}.`,
      )
    if (count > 1 && isConstant(labels))
      throw new DatasetError(
        `${name} is not a file of CIFAR-10: all its images have the label ${labels[0]}; ${again}.`,
      )
    const digest = createHash('sha256').update(images).digest('hex')
    const other = known.get(digest)
    if (other !== undefined)
      throw new DatasetError(
        `${other} and ${name} hold the same images, so one of them is not a file of CIFAR-10; ${again}.`,
      )
    known.set(digest, name)
  }
}
