import {
  checkLength,
  pixelsUnderWindows,
  valuesIn,
  type Border,
  type ImageBatch,
  type Values,
} from './windows.ts'

export interface Convolution {
  readonly filters: number
  /** Side of the square kernel. */
  readonly kernel: number
  readonly stride: number
  readonly border: Border
}

/** Sizes of the output of a convolution. */
export function convolvedBatch(images: ImageBatch, convolution: Convolution): ImageBatch {
  const { rows, columns } = pixelTables(images, convolution)
  return {
    count: images.count,
    channels: convolution.filters,
    height: rows.length / convolution.kernel,
    width: columns.length / convolution.kernel,
  }
}

/**
 * Cross-correlation, as frameworks call convolution: input [count, channels, height, width], weight
 * [filters, channels, kernel, kernel], bias [filters] or null; output [count, filters, height', width'].
 */
export function convolve(
  input: Values,
  images: ImageBatch,
  weight: Values,
  bias: Values | null,
  convolution: Convolution,
): Float64Array {
  checkLength('input of a convolution', input, valuesIn(images))
  checkLength('weight of a convolution', weight, weightCount(images, convolution))
  if (bias) checkLength('bias of a convolution', bias, convolution.filters)
  const output = new Float64Array(valuesIn(convolvedBatch(images, convolution)))
  if (bias) {
    const area = output.length / (images.count * convolution.filters)
    for (let i = 0; i < output.length; i++)
      output[i] = bias[Math.floor(i / area) % convolution.filters] ?? NaN
  }
  forEachProduct(images, convolution, (outputAt, inputAt, weightAt) => {
    output[outputAt] = (output[outputAt] ?? NaN) + (input[inputAt] ?? NaN) * (weight[weightAt] ?? NaN)
  })
  return output
}

export interface ConvolutionGradients {
  readonly input: Float64Array
  readonly weight: Float64Array
  readonly bias: Float64Array
}

/** Gradients of a loss whose gradient on the convolution's output is `upstream` [count, filters, height', width']. */
export function convolutionGradients(
  upstream: Values,
  input: Values,
  images: ImageBatch,
  weight: Values,
  convolution: Convolution,
): ConvolutionGradients {
  const outputs = convolvedBatch(images, convolution)
  checkLength('gradient on a convolution', upstream, valuesIn(outputs))
  const gradients = {
    input: new Float64Array(valuesIn(images)),
    weight: new Float64Array(weightCount(images, convolution)),
    bias: new Float64Array(convolution.filters),
  }
  forEachProduct(images, convolution, (outputAt, inputAt, weightAt) => {
    const above = upstream[outputAt] ?? NaN
    gradients.input[inputAt] = (gradients.input[inputAt] ?? NaN) + above * (weight[weightAt] ?? NaN)
    gradients.weight[weightAt] = (gradients.weight[weightAt] ?? NaN) + above * (input[inputAt] ?? NaN)
  })
  const area = outputs.height * outputs.width
  for (let i = 0; i < upstream.length; i++) {
    const filter = Math.floor(i / area) % convolution.filters
    gradients.bias[filter] = (gradients.bias[filter] ?? NaN) + (upstream[i] ?? NaN)
  }
  return gradients
}

function weightCount({ channels }: ImageBatch, { filters, kernel }: Convolution): number {
  return filters * channels * kernel * kernel
}

function pixelTables(
  { height, width }: ImageBatch,
  { kernel, stride, border }: Convolution,
): { readonly rows: Int32Array; readonly columns: Int32Array } {
  return {
    rows: pixelsUnderWindows(height, kernel, stride, border),
    columns: pixelsUnderWindows(width, kernel, stride, border),
  }
}

/** Calls `visit` once for each product of a pixel with a weight that the convolution sums, zeros left out. */
function forEachProduct(
  images: ImageBatch,
  convolution: Convolution,
  visit: (outputAt: number, inputAt: number, weightAt: number) => void,
): void {
  const { count, channels, height, width } = images
  const { filters, kernel } = convolution
  const { rows, columns } = pixelTables(images, convolution)
  const outputHeight = rows.length / kernel
  const outputWidth = columns.length / kernel
  for (let plane = 0; plane < count * filters * channels; plane++) {
    const channel = plane % channels
    const output = Math.floor(plane / channels)
    const inputPlane = Math.floor(output / filters) * channels + channel
    const weightPlane = (output % filters) * channels + channel
    for (let i = 0; i < kernel; i++)
      for (let y = 0; y < outputHeight; y++) {
        const row = rows[y * kernel + i] ?? -1
        if (row < 0) continue
        const inputRow = (inputPlane * height + row) * width
        const outputRow = (output * outputHeight + y) * outputWidth
        const weightRow = (weightPlane * kernel + i) * kernel
        for (let x = 0; x < outputWidth; x++)
          for (let j = 0; j < kernel; j++) {
            const column = columns[x * kernel + j] ?? -1
            if (column >= 0) visit(outputRow + x, inputRow + column, weightRow + j)
          }
      }
  }
}
