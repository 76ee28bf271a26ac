import {
  classesOf,
  drawnImages,
  imageParameters,
  sourceOf,
  type StoredArray,
} from '#experiments/p4-inductive-bias/definition.ts'
import type { Params } from '#contract/experiment.ts'
import { bandPixels, type BandParameters } from '#numeric/band-image.ts'

/** Images of one kind, class by class. */
export interface ImageSet {
  readonly label: string
  readonly perClass: number
  /** 28 x 28 bytes of image `number` of a class. */
  pixels(label: number, number: number): ArrayLike<number>
  parameters(label: number, number: number): BandParameters
}

/** What is asked for: the first `perClass` images of each class of a repetition's training set, and its validation. */
export interface ImageRequest {
  readonly preset: string
  readonly params: Params
  readonly seed: number
  readonly perClass: number
  /** 0 where nothing is validated. */
  readonly validationPerClass: number
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

/** The images as the generator draws them from the seed; the trainer draws the same. */
export function drawnSets({ preset, params, seed, perClass, validationPerClass }: ImageRequest): ImageSet[] {
  const source = sourceOf(preset, params, seed)
  const classes = classesOf(preset).length
  const set = (label: string, role: 'train' | 'validation', count: number): ImageSet => {
    const images = drawnImages(source, role, count)
    const each = images.count / classes
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
    ...(validationPerClass > 0 ? [set('Validation', 'validation', validationPerClass)] : []),
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
