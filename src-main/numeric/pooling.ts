import { checkLength, pixelsUnderWindows, valuesIn, type ImageBatch, type Values } from './windows.ts'

/** Square windows of `size` pixels a side, `stride` apart, over an image with `padding` empty pixels around it. */
export interface Pooling {
  readonly size: number
  readonly stride: number
  readonly padding: number
}

/** Sizes of the output of a pool. */
export function pooledBatch(images: ImageBatch, pooling: Pooling): ImageBatch {
  const { rows, columns } = pixelTables(images, pooling)
  return { ...images, height: rows.length / pooling.size, width: columns.length / pooling.size }
}

export interface MaximumPool {
  readonly output: Float64Array
  /** Where in the input each maximum lies: of equal values the first of the window, row by row, as in PyTorch. */
  readonly winners: Int32Array
}

/** The maximum of each window, pixels outside the image left out; [count, channels, height', width']. */
export function maxPool(input: Values, images: ImageBatch, pooling: Pooling): MaximumPool {
  checkLength('input of a pool', input, valuesIn(images))
  const length = valuesIn(pooledBatch(images, pooling))
  const output = new Float64Array(length).fill(-Infinity)
  const winners = new Int32Array(length).fill(-1)
  forEachPixel(images, pooling, (outputAt, inputAt) => {
    const value = input[inputAt] ?? NaN
    const best = output[outputAt] ?? NaN
    // A NaN stays, so that a diverged network shows it.
    if (winners[outputAt] !== -1 && (value <= best || Number.isNaN(best))) return
    output[outputAt] = value
    winners[outputAt] = inputAt
  })
  return { output, winners }
}

/** Gradient on the input of a max pool: each window's gradient goes to its winner. */
export function maxPoolGradient(upstream: Values, winners: Int32Array, images: ImageBatch): Float64Array {
  checkLength('gradient on a pool', upstream, winners.length)
  const gradient = new Float64Array(valuesIn(images))
  winners.forEach((winner, i) => {
    gradient[winner] = (gradient[winner] ?? NaN) + (upstream[i] ?? NaN)
  })
  return gradient
}

/** The mean of each window; throws RangeError for padding, whose share of the mean frameworks disagree on. */
export function averagePool(input: Values, images: ImageBatch, pooling: Pooling): Float64Array {
  checkLength('input of a pool', input, valuesIn(images))
  const area = averagedArea(pooling)
  const output = new Float64Array(valuesIn(pooledBatch(images, pooling)))
  forEachPixel(images, pooling, (outputAt, inputAt) => {
    output[outputAt] = (output[outputAt] ?? NaN) + (input[inputAt] ?? NaN) / area
  })
  return output
}

/** Gradient on the input of an average pool: each window's gradient is shared equally. */
export function averagePoolGradient(upstream: Values, images: ImageBatch, pooling: Pooling): Float64Array {
  checkLength('gradient on a pool', upstream, valuesIn(pooledBatch(images, pooling)))
  const area = averagedArea(pooling)
  const gradient = new Float64Array(valuesIn(images))
  forEachPixel(images, pooling, (outputAt, inputAt) => {
    gradient[inputAt] = (gradient[inputAt] ?? NaN) + (upstream[outputAt] ?? NaN) / area
  })
  return gradient
}

/** The mean of each channel: [count, channels]. */
export function globalAverage(input: Values, images: ImageBatch): Float64Array {
  checkLength('input of a global pool', input, valuesIn(images))
  const area = images.height * images.width
  return Float64Array.from({ length: images.count * images.channels }, (_, plane) => {
    let sum = 0
    for (let i = plane * area; i < (plane + 1) * area; i++) sum += input[i] ?? NaN
    return sum / area
  })
}

/** Gradient on the input of a global average: [count, channels] spread over each channel's pixels. */
export function globalAverageGradient(upstream: Values, images: ImageBatch): Float64Array {
  checkLength('gradient on a global pool', upstream, images.count * images.channels)
  const area = images.height * images.width
  return new Float64Array(valuesIn(images)).map((_, i) => (upstream[Math.floor(i / area)] ?? NaN) / area)
}

function averagedArea({ size, padding }: Pooling): number {
  if (padding !== 0) throw new RangeError(`An average pool has no padding here, not ${padding}.`)
  return size * size
}

function pixelTables(
  { height, width }: ImageBatch,
  { size, stride, padding }: Pooling,
): { readonly rows: Int32Array; readonly columns: Int32Array } {
  const border = { kind: 'zero', size: padding } as const
  return {
    rows: pixelsUnderWindows(height, size, stride, border),
    columns: pixelsUnderWindows(width, size, stride, border),
  }
}

/** Calls `visit` for each pixel of each window, in the row-major order that decides ties. */
function forEachPixel(
  images: ImageBatch,
  pooling: Pooling,
  visit: (outputAt: number, inputAt: number) => void,
): void {
  const { count, channels, height, width } = images
  const { size } = pooling
  const { rows, columns } = pixelTables(images, pooling)
  const outputHeight = rows.length / size
  const outputWidth = columns.length / size
  let outputAt = 0
  for (let plane = 0; plane < count * channels; plane++)
    for (let y = 0; y < outputHeight; y++)
      for (let x = 0; x < outputWidth; x++, outputAt++)
        for (let place = 0; place < size * size; place++) {
          const row = rows[y * size + Math.floor(place / size)] ?? -1
          const column = columns[x * size + (place % size)] ?? -1
          if (row >= 0 && column >= 0) visit(outputAt, (plane * height + row) * width + column)
        }
}
