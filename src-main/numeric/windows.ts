/** Sizes of a batch of images stored one after another, NCHW: [count, channels, height, width]. */
export interface ImageBatch {
  readonly count: number
  readonly channels: number
  readonly height: number
  readonly width: number
}

/** What lies outside the image: nothing (no padding), zeros, or the image mirrored without its border pixel. */
export type Border =
  | { readonly kind: 'valid' }
  | { readonly kind: 'zero'; readonly size: number }
  | { readonly kind: 'reflect'; readonly size: number }

/** Values of a tensor of any precision; the kernels compute in float64 whatever they read. */
export type Values = Float32Array | Float64Array

/** How many values the batch has. */
export function valuesIn({ count, channels, height, width }: ImageBatch): number {
  return count * channels * height * width
}

/** Throws RangeError where an array does not have the length its shape says. */
export function checkLength(what: string, values: ArrayLike<number>, length: number): void {
  if (values.length !== length)
    throw new RangeError(`The ${what} must have ${length} values, not ${values.length}.`)
}

/** How many windows of `size` pixels fit along a side when they are `stride` apart. */
export function windowCount(side: number, size: number, stride: number, padding: number): number {
  return Math.floor((side + 2 * padding - size) / stride) + 1
}

/**
 * For each window along a side and each place in it, the pixel that lies there: entry
 * [window * size + place]; -1 outside the image. Throws RangeError where reflection would leave the image.
 */
export function pixelsUnderWindows(side: number, size: number, stride: number, border: Border): Int32Array {
  const padding = border.kind === 'valid' ? 0 : border.size
  if (border.kind === 'reflect' && padding >= side)
    throw new RangeError(`A side of ${side} pixels cannot be reflected by ${padding}.`)
  const windows = windowCount(side, size, stride, padding)
  if (windows < 1) throw new RangeError(`A window of ${size} does not fit a side of ${side}.`)
  const pixels = new Int32Array(windows * size)
  for (let window = 0; window < windows; window++)
    for (let place = 0; place < size; place++) {
      const pixel = window * stride + place - padding
      pixels[window * size + place] = border.kind === 'reflect' ? mirrored(pixel, side) : inside(pixel, side)
    }
  return pixels
}

function inside(pixel: number, side: number): number {
  return pixel >= 0 && pixel < side ? pixel : -1
}

function mirrored(pixel: number, side: number): number {
  if (pixel < 0) return -pixel
  return pixel < side ? pixel : 2 * (side - 1) - pixel
}
