import { bandPixels, bytesToInputs, drawBandImage, type BandParameters } from './band-image.ts'
import type { Random } from '#numeric/random.ts'
import { conversionOf, drawBandParameters, type BandRegion, type BandVersion } from './bands-parameters.ts'

/** Classes by label, part 4f. */
export const fiveClasses = ['horizontal', 'vertical', 'diagonal', 'both', 'none'] as const
export type BandClass = (typeof fiveClasses)[number]
/** Classes by label, parts 4a to 4e. */
export const threeClasses = ['horizontal', 'vertical', 'none'] as const satisfies readonly BandClass[]

export interface BandRequest {
  readonly random: Random
  /** Images of each class. */
  readonly perClass: number
  /** By label. */
  readonly classes: readonly BandClass[]
  /** `corrected` by default. */
  readonly version?: BandVersion
  /** `all` by default. */
  readonly region?: BandRegion
}

/** Band images, stored class by class in the order of the labels. */
export interface BandImages {
  readonly count: number
  readonly classes: readonly BandClass[]
  /** [count, 28, 28], 0 to 255. */
  readonly pixels: Uint8Array
  /** [count, 784] = pixels / 255: what a network receives. */
  readonly inputs: Float32Array
  /** [count]: an index into `classes`. */
  readonly labels: Int32Array
  /** [count]: what each image was made from. */
  readonly parameters: readonly BandParameters[]
}

/**
 * Draws band images. Each depends on the stream, its class and its own number within the class only, so that a
 * smaller set is part of a larger one, and three classes of five.
 */
export function makeBandImages(request: BandRequest): BandImages {
  const { random, perClass, classes, version = 'corrected', region = 'all' } = request
  const count = classes.length * perClass
  const pixels = new Uint8Array(count * bandPixels)
  const labels = new Int32Array(count)
  const parameters: BandParameters[] = []
  classes.forEach((name, label) => {
    const stream = random.fork(name)
    for (let number = 0; number < perClass; number++) {
      const drawn = drawBandParameters(stream.fork(String(number)), name, number, version, region)
      const at = parameters.push(drawn) - 1
      pixels.set(drawBandImage(drawn, conversionOf(version)), at * bandPixels)
      labels[at] = label
    }
  })
  return { count, classes, pixels, inputs: bytesToInputs(pixels), labels, parameters }
}
