import { totalmem } from 'node:os'
import type { Layer, Model, Shape } from '#models/model.ts'
import { outputShape, sizeOf } from '#models/shapes.ts'
import { EngineFailure } from '../engine.ts'

/** Values of the largest activation of one example. */
function largestActivation(layers: readonly Layer[], input: Shape): number {
  let shape = input
  let largest = sizeOf(input)
  for (const layer of layers) {
    if (layer.kind === 'residual')
      for (const branch of [layer.body, layer.shortcut])
        largest = Math.max(largest, largestActivation(branch, shape))
    shape = outputShape(layer, shape)
    largest = Math.max(largest, sizeOf(shape))
  }
  return largest
}

/**
 * Refuses rows that cannot fit on the CPU: one activation with its gradient larger than the machine's memory.
 * Most kernels report a failed allocation, but TensorFlow's oneDNN convolution goes on with the missing output
 * and takes the process with it. A GPU's allocator reports every failure itself.
 */
export function memoryLimit(model: Model, isOnGpu: boolean): (rows: number) => void {
  if (isOnGpu) return () => undefined
  const bytesOfRow = 2 * Float32Array.BYTES_PER_ELEMENT * largestActivation(model.layers, model.input)
  return (rows) => {
    if (rows * bytesOfRow > totalmem())
      throw new EngineFailure(
        `One layer of "${model.name}" needs ${((rows * bytesOfRow) / 2 ** 30).toFixed(0)} GiB for ${rows} examples, more than this machine's memory; use a smaller batch or a smaller network.`,
        true,
      )
  }
}
