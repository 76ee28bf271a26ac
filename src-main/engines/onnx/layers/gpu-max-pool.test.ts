import { describe, expect, it } from 'vitest'
import { Random } from '#numeric/random.ts'
import { openNative } from '../runtime.ts'
import { gpuLowering } from './gpu-lowering.ts'
import { computed, drawn } from './gpu-operators.testing.ts'
import { writeMaxPoolOnGpu } from './gpu-max-pool.ts'

const [planes, height, width] = [6, 11, 10]

/** The gradient by its definition: each window gives its share to the first of its greatest values. */
function byDefinition(
  image: Float32Array,
  gradient: Float32Array,
  [rows, columns]: readonly [number, number],
  { size, stride, padding }: { size: number; stride: number; padding: number },
): Float64Array {
  const result = new Float64Array(image.length)
  for (let plane = 0; plane < planes; plane++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        let best = -1
        for (let y = 0; y < size; y++)
          for (let x = 0; x < size; x++) {
            const h = row * stride + y - padding
            const w = column * stride + x - padding
            if (h < 0 || w < 0 || h >= height || w >= width) continue
            const at = (plane * height + h) * width + w
            if (best < 0 || (image[at] ?? NaN) > (image[best] ?? NaN)) best = at
          }
        result[best] = (result[best] ?? NaN) + (gradient[(plane * rows + row) * columns + column] ?? NaN)
      }
  return result
}

describe('the gradient of a max pool without indices', () => {
  for (const [size, stride, padding] of [
    [2, 2, 0],
    [3, 2, 1],
    [3, 2, 0],
    [3, 1, 1],
    [2, 3, 0],
    [3, 3, 1],
    [5, 2, 2],
    [4, 3, 1],
    [1, 2, 0],
  ] as const)
    it(`size ${size}, stride ${stride}, padding ${padding}, where many values are equal`, async () => {
      const random = new Random(size + 10 * stride + 100 * padding)
      const [rows = 0, columns = 0] = [height, width].map(
        (side) => Math.floor((side + 2 * padding - size) / stride) + 1,
      )
      const image = drawn([2, planes / 2, height, width], () => random.integer(4) - 2)
      const gradient = drawn([2, planes / 2, rows, columns], () => random.integer(9) - 4)
      const layer = { kind: 'maxPool', name: 'tested', size, stride, padding } as const
      const { shape, values } = await computed(await openNative(), [image, gradient], (graph, inputs) => {
        const [input, ofOutput] = inputs
        const written = input && writeMaxPoolOnGpu(graph, gpuLowering, layer, input)
        const back = ofOutput && written?.backward(ofOutput, true)
        if (!back) throw new TypeError('A wanted gradient is written.')
        return back
      })
      expect(shape).toEqual(image.shape)
      expect([...values]).toEqual([...byDefinition(image.values, gradient.values, [rows, columns], layer)])
    })
})
