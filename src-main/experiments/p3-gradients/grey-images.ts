import { imageBytes, imageSide, type ImageSet } from '#datasets/labelled-images.ts'

const planeSize = imageSide * imageSide

/** An image in grey, [32, 32]: the mean of its three channels, 0 (black) to 1 (white). */
export function greyImage({ images }: ImageSet, index: number): Float64Array {
  const from = index * imageBytes
  return Float64Array.from({ length: planeSize }, (_, at) => {
    const sum =
      (images[from + at] ?? NaN) +
      (images[from + planeSize + at] ?? NaN) +
      (images[from + 2 * planeSize + at] ?? NaN)
    return sum / 765
  })
}

/** The same image less its own mean, so that brightness does not drown edges. */
export function centred(image: Float64Array): Float64Array {
  const mean = image.reduce((sum, value) => sum + value, 0) / image.length
  return image.map((value) => value - mean)
}
