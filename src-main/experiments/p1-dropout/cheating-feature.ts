import { imageBytes, imageSide } from '#datasets/labelled-images.ts'
import { cheatingBits, cheatingPixels } from './pure/cheating-pixels.ts'

const planeSize = imageSide * imageSide
/** Offset within a plane of the first pixel: last row, fourth column from the right. */
const firstPixel = planeSize - cheatingBits

/**
 * Writes each image's label into the last four pixels of its last row, in place. `inputs` [count, 3, 32, 32]
 * are normalised already: the values are written as they are.
 */
export function addCheatingFeature(inputs: Float32Array, labels: ArrayLike<number>): void {
  for (let row = 0; row < labels.length; row++)
    for (const [place, pixel] of cheatingPixels(labels[row] ?? 0).entries())
      for (const [channel, value] of pixel.entries())
        inputs[row * imageBytes + channel * planeSize + firstPixel + place] = value
}
