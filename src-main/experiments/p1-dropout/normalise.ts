import { imageBytes, imageSide, type ImageSet } from '#datasets/labelled-images.ts'
import { channelDeviations, channelMeans } from './pure/cheating-pixels.ts'

const planeSize = imageSide * imageSide

/** 8-bit value -> normalised value, for each channel. */
const normalised = [0, 1, 2].map((channel) =>
  Float32Array.from(
    { length: 256 },
    (_, level) => (level / 255 - (channelMeans[channel] ?? 0)) / (channelDeviations[channel] ?? 1),
  ),
)

/**
 * The images named by `order`, as network inputs [order.length, 3, 32, 32]: 0 to 255 becomes 0 to 1, then each
 * channel less its mean, divided by its standard deviation.
 */
export function normalisedImages(set: ImageSet, order: ArrayLike<number>): Float32Array {
  const inputs = new Float32Array(order.length * imageBytes)
  for (let row = 0; row < order.length; row++) {
    const from = (order[row] ?? 0) * imageBytes
    const to = row * imageBytes
    for (let channel = 0; channel < 3; channel++) {
      const table = normalised[channel] as Float32Array
      const start = channel * planeSize
      for (let at = start; at < start + planeSize; at++)
        inputs[to + at] = table[set.images[from + at] ?? 0] ?? 0
    }
  }
  return inputs
}
