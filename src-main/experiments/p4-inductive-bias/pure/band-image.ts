import { rotateImage } from './rotate-image.ts'

/** Rows and columns of a band image. */
export const bandSide = 28
export const bandPixels = bandSide * bandSide

/** A strip of constant intensity across the whole image. */
export interface Band {
  /** `horizontal`: `start` and `end` are rows; `vertical`: columns. */
  readonly axis: 'horizontal' | 'vertical'
  /** The first row or column that is lit, 0 to 27. */
  readonly start: number
  /** One past the last that is lit; a band that ends where it starts is empty. */
  readonly end: number
  /** Rows or columns that were asked for, 1 to 4; more than `end - start` where the old generator cut the band. */
  readonly width: number
  /** 0 (black) to 1 (white). */
  readonly intensity: number
}

/** All that a band image is made from. */
export interface BandParameters {
  /** 0 (black) to 1 (white). */
  readonly background: number
  /** In the order they are painted: a later one covers an earlier one. */
  readonly bands: readonly Band[]
  /** Degrees by which the painted image is rotated about its centre; null where it is not. */
  readonly angle: number | null
}

/** Whether a band lights nothing: the old generator labels such an image as an edge all the same. */
export const isEmptyBand = ({ start, end }: Band): boolean => end <= start

/** Paints bands over a constant background, and rotates; [28, 28], before it is converted to 8 bit. */
export function paintBandImage({ background, bands, angle }: BandParameters): Float64Array {
  const image = new Float64Array(bandPixels).fill(background)
  for (const { axis, start, end, intensity } of bands)
    for (let line = start; line < end; line++)
      for (let along = 0; along < bandSide; along++)
        image[axis === 'horizontal' ? line * bandSide + along : along * bandSide + line] = intensity
  return angle === null ? image : rotateImage(image, bandSide, bandSide, angle, background)
}

/**
 * How intensities become bytes: `round` clips to 0..1 and rounds to the nearest; `wrap` is NumPy's cast to uint8,
 * which drops the fraction and keeps the lowest 8 bits, so that a spline's overshoot past white turns black.
 */
export type ByteConversion = 'round' | 'wrap'

/** Intensities to bytes 0 to 255. */
export function toBytes(image: ArrayLike<number>, conversion: ByteConversion): Uint8Array {
  return Uint8Array.from(image, (value) =>
    conversion === 'wrap'
      ? Math.trunc(value * 255) & 255
      : Math.round(255 * (value < 0 ? 0 : value > 1 ? 1 : value)),
  )
}

/** One band image as 784 bytes, row by row. */
export const drawBandImage = (parameters: BandParameters, conversion: ByteConversion = 'round'): Uint8Array =>
  toBytes(paintBandImage(parameters), conversion)

/** Bytes as a network receives them: divided by 255, nothing else. */
export function bytesToInputs(bytes: Uint8Array): Float32Array {
  const inputs = new Float32Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) inputs[i] = (bytes[i] ?? 0) / 255
  return inputs
}
