import type { PlainLayer, PoolLayer, Shape } from '#models/model.ts'
import { imageShape, outputShape } from '#models/shapes.ts'
import type { Building, Step } from './step.ts'

/** Maximum over windows; a padded border never wins. */
export function maxPool({ ops }: Building, layer: PoolLayer, input: Shape): Step {
  outputShape(layer, input)
  const { size, stride, padding } = layer
  const strings = { data_format: 'NHWC', padding: padding > 0 ? 'EXPLICIT' : 'VALID' }
  const explicit = { explicit_paddings: [0, 0, padding, padding, padding, padding, 0, 0] }
  const ints = {
    ksize: [1, size, size, 1],
    strides: [1, stride, stride, 1],
    ...(padding > 0 ? explicit : {}),
  }
  const pool = ops.define('MaxPool', { ints, strings })
  const gradient = ops.define('MaxPoolGrad', { ints, strings })
  return (x) => {
    const y = pool(x)
    return { y, keeps: [x, y], backward: (dy) => gradient(x, y, dy) }
  }
}

/** Mean over windows. */
export function averagePool({ ops }: Building, layer: PoolLayer, input: Shape): Step {
  const [channels, height, width] = imageShape(layer, input)
  outputShape(layer, input)
  const attributes = {
    ints: { ksize: [1, layer.size, layer.size, 1], strides: [1, layer.stride, layer.stride, 1] },
    strings: { data_format: 'NHWC', padding: 'VALID' },
  }
  const pool = ops.define('AvgPool', attributes)
  const gradient = ops.define('AvgPoolGrad', attributes)
  return (x, pass) => ({
    y: pool(x),
    keeps: [],
    backward: (dy) => gradient(ops.ints([pass.rows, height, width, channels]), dy),
  })
}

/** Mean over the whole image: [rows, h, w, channels] -> [rows, channels]. */
export function globalAveragePool({ ops }: Building, layer: PlainLayer, input: Shape): Step {
  const [channels, height, width] = imageShape(layer, input)
  const attributes = {
    ints: { ksize: [1, height, width, 1], strides: [1, height, width, 1] },
    strings: { data_format: 'NHWC', padding: 'VALID' },
  }
  const pool = ops.define('AvgPool', attributes)
  const gradient = ops.define('AvgPoolGrad', attributes)
  const reshape = ops.define('Reshape', { types: { Tshape: 'int32' } })
  return (x, pass) => {
    const pooled = pool(x) // [rows, 1, 1, channels]
    const y = reshape(pooled, ops.ints([pass.rows, channels]))
    pooled.dispose()
    return {
      y,
      keeps: [],
      backward(dy) {
        const dPooled = reshape(dy, ops.ints([pass.rows, 1, 1, channels]))
        const dx = gradient(ops.ints([pass.rows, height, width, channels]), dPooled)
        dPooled.dispose()
        return dx
      },
    }
  }
}
