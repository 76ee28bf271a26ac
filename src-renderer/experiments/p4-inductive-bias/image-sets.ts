import { bandPixels, type BandParameters } from '#experiments/p4-inductive-bias/pure/band-image.ts'
import { drawnImages, type DataSource } from '#experiments/p4-inductive-bias/pure/data.ts'
import { imageParameters, type StoredArray } from '#experiments/p4-inductive-bias/pure/snapshots.ts'

/** Images of one kind, class by class. */
export interface ImageSet {
  readonly label: string
  readonly perClass: number
  /** 28 x 28 bytes of image `number` of a class. */
  pixels(label: number, number: number): ArrayLike<number>
  parameters(label: number, number: number): BandParameters
}

function storedSet(label: string, perClass: number, images: StoredArray, parameters: StoredArray): ImageSet {
  const kept = images.shape[1] ?? 0
  return {
    label,
    perClass: Math.min(perClass, kept),
    pixels: (of, number) => {
      const at = (of * kept + number) * bandPixels
      return Array.from({ length: bandPixels }, (_, pixel) => images.data[at + pixel] ?? 0)
    },
    parameters: (of, number) => imageParameters(parameters, of, number),
  }
}

/**
 * The first `perClass` training images of each class and the validation images, if there are any, as the generator draws
 * them; the trainer draws the same.
 */
export function drawnSets(source: DataSource, perClass: number): ImageSet[] {
  const set = (label: string, role: 'train' | 'validation', count: number): ImageSet => {
    const images = drawnImages(source, role, count)
    const each = images.count / source.classes.length
    return {
      label,
      perClass: each,
      pixels: (of, number) => {
        const at = (of * each + number) * bandPixels
        return images.pixels.subarray(at, at + bandPixels)
      },
      parameters: (of, number) =>
        images.parameters[of * each + number] ?? { background: 0, bands: [], angle: null },
    }
  }
  return [
    set('Training', 'train', perClass),
    ...(source.validationImages > 0 ? [set('Validation', 'validation', source.validationImages)] : []),
  ]
}

/** Images and what they were made from, as a run has them on record; null where it has none. */
export interface Recorded {
  readonly images: StoredArray | null
  readonly parameters: StoredArray | null
}

/** The first `perClass` recorded images of each class and those of validation; null where none are recorded. */
export function recordedSets(train: Recorded, validation: Recorded, perClass: number): ImageSet[] | null {
  const set = (label: string, count: number, { images, parameters }: Recorded): ImageSet[] =>
    images && parameters ? [storedSet(label, count, images, parameters)] : []
  const sets = [...set('Training', perClass, train), ...set('Validation', Infinity, validation)]
  return sets.length > 0 ? sets : null
}
