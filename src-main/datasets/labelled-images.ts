/** Rows and columns of every image here. */
export const imageSide = 32
/** Bytes of one image: [3, 32, 32], red plane first, each plane row by row. */
export const imageBytes = 3 * imageSide * imageSide
export const classCount = 10

/** Images with a class each, in the order they are read. */
export interface ImageSet {
  readonly count: number
  /** [count, 3, 32, 32], 0 to 255. */
  readonly images: Uint8Array
  /** [count], 0 to 9. */
  readonly labels: Uint8Array
}

export type DatasetName = 'cifar10' | 'shapes10'

/** A data set as an experiment gets it. */
export interface LabelledImages {
  readonly name: DatasetName
  /** Ten names, by label. */
  readonly classNames: readonly string[]
  readonly train: ImageSet
  readonly test: ImageSet
  /** SHA-256, in hexadecimal, of the data set that these images are taken from. */
  readonly sha256: string
  /** What must stand beside every number measured on this data; null where nothing must. */
  readonly note: string | null
}

/** What an experiment asks for; `auto` is CIFAR-10 where it has been imported, else shapes10. */
export interface DatasetRequest {
  readonly name: DatasetName | 'auto'
  /** The first so many of each split; fewer where the data set has fewer. */
  readonly trainCount: number
  readonly testCount: number
}

/** The first `count` images of a set, or all of them where there are fewer; shares the set's memory. */
export function firstImages(set: ImageSet, count: number): ImageSet {
  const kept = Math.min(count, set.count)
  return {
    count: kept,
    images: set.images.subarray(0, kept * imageBytes),
    labels: set.labels.subarray(0, kept),
  }
}
