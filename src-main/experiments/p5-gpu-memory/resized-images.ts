import { imageBytes, imageSide, type ImageSet } from '#datasets/labelled-images.ts'

/** Where a row or column of the result lies between two of the source, and how far towards the second. */
interface Between {
  readonly first: Int32Array
  readonly second: Int32Array
  readonly share: Float32Array
}

/** Pixel centres half a pixel in from the border; beyond the outermost centres the border is repeated. */
function between(side: number): Between {
  const at = Float64Array.from({ length: side }, (_, i) =>
    Math.min(imageSide - 1, Math.max(0, ((i + 0.5) * imageSide) / side - 0.5)),
  )
  return {
    first: Int32Array.from(at, Math.floor),
    second: Int32Array.from(at, (place) => Math.min(imageSide - 1, Math.floor(place) + 1)),
    share: Float32Array.from(at, (place) => place - Math.floor(place)),
  }
}

/**
 * Writes the images that `order` names, resized to `side` x `side` by bilinear interpolation and scaled to 0 to 1
 * without normalisation (as the homework's transform does, which also rounds to 8 bits in between), into
 * [order.length, 3, side, side]. `side` is at least 32, so nothing is averaged away.
 */
export function writeResized(
  set: ImageSet,
  order: ArrayLike<number>,
  side: number,
  inputs: Float32Array,
): void {
  const { first, second, share } = between(side)
  const plane = imageSide * imageSide
  const line = new Float32Array(imageSide)
  let to = 0
  for (let row = 0; row < order.length; row++)
    for (let channel = 0; channel < 3; channel++) {
      const from = (order[row] ?? 0) * imageBytes + channel * plane
      for (let y = 0; y < side; y++) {
        const upper = from + (first[y] ?? 0) * imageSide
        const lower = from + (second[y] ?? 0) * imageSide
        const down = share[y] ?? 0
        for (let x = 0; x < imageSide; x++) {
          const top = set.images[upper + x] ?? 0
          line[x] = (top + down * ((set.images[lower + x] ?? 0) - top)) / 255
        }
        for (let x = 0; x < side; x++) {
          const left = line[first[x] ?? 0] ?? 0
          inputs[to++] = left + (share[x] ?? 0) * ((line[second[x] ?? 0] ?? 0) - left)
        }
      }
    }
}
