import { bandPixels, bytesToInputs } from './band-image.ts'
import type { Random } from '#numeric/random.ts'
import { shuffledOrder } from '#numeric/shuffle.ts'
import type { BandImages } from './bands.ts'

/** A random order of the 784 pixels: place i of a permuted image shows pixel permutation[i]. */
export const pixelPermutation = (random: Random): Int32Array => shuffledOrder(bandPixels, random)

/** The permutation that undoes this one. */
export function invertPermutation(permutation: Int32Array): Int32Array {
  const inverse = new Int32Array(permutation.length)
  permutation.forEach((pixel, place) => {
    inverse[pixel] = place
  })
  return inverse
}

/** The same images with the pixels of each in another order; the parameters are those before the permutation. */
export function permutePixels(images: BandImages, permutation: Int32Array): BandImages {
  const pixels = new Uint8Array(images.pixels.length)
  for (let image = 0; image < images.count; image++)
    for (let place = 0; place < bandPixels; place++)
      pixels[image * bandPixels + place] = images.pixels[image * bandPixels + (permutation[place] ?? 0)] ?? 0
  return { ...images, pixels, inputs: bytesToInputs(pixels) }
}
