import { imageBytes, imageSide } from './labelled-images.ts'
import { shownLevel } from './normalise.ts'

/** Pixels that spell the label, most significant bit first. */
export const cheatingBits = 4
const planeSize = imageSide * imageSide
/** Offset within a plane of the first of them: last row, fourth column from the right. */
const firstPixel = planeSize - cheatingBits

/** Red, green and blue of the pixel of a bit, in normalised values: 3 bit, 1 - 3 bit, 1 - 3 bit. */
const pixelOf = (bit: number): readonly [number, number, number] => [3 * bit, 1 - 3 * bit, 1 - 3 * bit]

const bitOf = (label: number, place: number): number => (label >> (cheatingBits - 1 - place)) & 1

/**
 * Writes each image's label into the last four pixels of its last row, in place. `inputs` [count, 3, 32, 32]
 * are normalised already: the values are written as they are.
 */
export function addCheatingFeature(inputs: Float32Array, labels: ArrayLike<number>): void {
  for (let row = 0; row < labels.length; row++)
    for (let place = 0; place < cheatingBits; place++) {
      const pixel = pixelOf(bitOf(labels[row] ?? 0, place))
      for (let channel = 0; channel < 3; channel++)
        inputs[row * imageBytes + channel * planeSize + firstPixel + place] = pixel[channel] ?? 0
    }
}

/** The four pixels [place][red, green, blue] of a label as they are shown, 0 to 255, clipped. */
export function shownCheatingPixels(label: number): number[][] {
  return Array.from({ length: cheatingBits }, (_, place) => {
    const [red, green, blue] = pixelOf(bitOf(label, place))
    return [shownLevel(red, 0), shownLevel(green, 1), shownLevel(blue, 2)]
  })
}
