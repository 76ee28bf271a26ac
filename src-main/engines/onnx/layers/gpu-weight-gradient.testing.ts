import { expect } from 'vitest'
import { Random } from '#numeric/random.ts'
import type { Runtime } from '../runtime.ts'
import { byProduct } from './gpu-weight-gradient.ts'
import { gpuLowering } from './gpu-lowering.ts'
import { computed, drawn } from './gpu-operators.testing.ts'
import type { Sliding } from './lowering.ts'

const [batch, channels, filters] = [6, 3, 4]
const [height, width] = [11, 9]
/** One product of all images, two of three images and one for each: a product here is one piece. */
const enoughTiles = [1, 2, 6]

/** dW by its definition: every product of an entry of dY with the entry of the image that it met. */
function byDefinition(
  image: Float32Array,
  gradient: Float32Array,
  [rows, columns]: readonly [number, number],
  { kernel, stride, padding }: Sliding,
): Float64Array {
  const result = new Float64Array(filters * channels * kernel * kernel)
  for (let n = 0; n < batch; n++)
    for (let f = 0; f < filters; f++)
      for (let c = 0; c < channels; c++)
        for (let row = 0; row < rows; row++)
          for (let column = 0; column < columns; column++)
            for (let y = 0; y < kernel; y++)
              for (let x = 0; x < kernel; x++) {
                const h = row * stride + y - padding
                const w = column * stride + x - padding
                if (h < 0 || w < 0 || h >= height || w >= width) continue
                const met = image[((n * channels + c) * height + h) * width + w] ?? NaN
                const slope = gradient[((n * filters + f) * rows + row) * columns + column] ?? NaN
                const at = ((f * channels + c) * kernel + y) * kernel + x
                result[at] = (result[at] ?? NaN) + met * slope
              }
  return result
}

/** Holds the product that a GPU computes against the definition, on this runtime. */
export async function expectWeightGradient(runtime: Runtime, sliding: Sliding): Promise<void> {
  const { kernel, stride, padding } = sliding
  const sides = [height, width].map((side) => Math.floor((side + 2 * padding - kernel) / stride) + 1)
  const [rows = 0, columns = 0] = sides
  const random = new Random(kernel + 10 * stride + 100 * padding)
  const image = drawn([batch, channels, height, width], () => random.normal())
  const gradient = drawn([batch, filters, rows, columns], () => random.normal())
  const enough = enoughTiles[(kernel + stride + padding) % 3]
  const { shape, values } = await computed(runtime, [image, gradient], (graph, [ofImage, ofGradient]) => {
    if (!ofImage || !ofGradient) throw new TypeError('There are two inputs.')
    return byProduct(graph, gpuLowering, ofImage, ofGradient, sliding, enough)
  })
  expect(shape).toEqual([filters, channels, kernel, kernel])
  byDefinition(image.values, gradient.values, [rows, columns], sliding).forEach((wanted, at) =>
    expect(values[at]).toBeCloseTo(wanted, 3),
  )
}
