import type { DatasetPreview } from '#contract/datasets.ts'
import { cifar10Classes, unofficialNote } from '#datasets/cifar10.ts'
import { readTrainImages } from '#datasets/image-file.ts'
import { imageBytes, type ImageSet } from '#datasets/labelled-images.ts'
import { shapes10Classes, shapes10Images, shapes10Note, shapes10Seed } from '#datasets/shapes10.ts'
import { Random } from '#numeric/random.ts'

/** Training images of shapes10 that a preview draws from; any of them is made by itself. */
const shapes10Shown = 50_000

/** `count` training images, from the stored data set where one is given, else from shapes10. */
export async function previewImages(
  stored: { readonly path: string; readonly train: number; readonly isOfficial: boolean } | null,
  count: number,
  seed: number,
): Promise<DatasetPreview> {
  const classNames = stored ? cifar10Classes : shapes10Classes
  const one = (from: number): Promise<ImageSet> =>
    stored
      ? readTrainImages(stored.path, from, 1)
      : Promise.resolve(shapes10Images(shapes10Seed, 'train', 1, from))
  const random = new Random(seed).fork('preview')
  const places = Array.from({ length: count }, () => random.integer(stored?.train ?? shapes10Shown))
  const sets = await Promise.all(places.map(one))
  return {
    name: stored ? 'cifar10' : 'shapes10',
    note: !stored ? shapes10Note : stored.isOfficial ? null : unofficialNote,
    images: sets.map(({ images, labels }) => {
      const label = labels[0] ?? 0
      return {
        label,
        className: classNames[label] ?? String(label),
        pixels: Buffer.from(images.buffer, images.byteOffset, imageBytes).toString('base64'),
      }
    }),
  }
}
