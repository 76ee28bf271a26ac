import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { DropoutLayer, Shape } from '#models/model.ts'
import { sizeOf } from '#models/shapes.ts'
import { toChannelsFirst, toChannelsLast } from './layout.ts'
import type { Building, Pass, Step } from './step.ts'

/** max(x, 0); the gradient is 0 at 0, as in PyTorch. */
export function relu({ ops }: Building): Step {
  const clip = ops.define('Relu')
  const gradient = ops.define('ReluGrad')
  return (x) => {
    const y = clip(x)
    // y is positive exactly where x is, and the next layer keeps it anyway.
    return { y, keeps: [y], backward: (dy) => gradient(dy, y) }
  }
}

/** [rows, h, w, channels] -> [rows, channels * h * w], in the order of the other engines: channel by channel. */
export function flatten({ ops }: Building, input: Shape): Step {
  const reshape = ops.define('Reshape', { types: { Tshape: 'int32' } })
  const features = sizeOf(input)
  const isImage = input.length === 3
  const toFirst = toChannelsFirst(ops)
  const toLast = toChannelsLast(ops)
  return (x, pass) => {
    const first = isImage ? toFirst(x) : x
    const y = reshape(first, ops.ints([pass.rows, features]))
    if (first !== x) first.dispose()
    return {
      y,
      keeps: [],
      backward(dy) {
        const shaped = reshape(dy, ops.ints([pass.rows, ...input]))
        if (!isImage) return shaped
        const dx = toLast(shaped)
        shaped.dispose()
        return dx
      },
    }
  }
}

/** A mask of 0 and 1 / (1 - rate), drawn example by example, in the order channel, row, column. */
function drawMask({ ops }: Building, { rows, random }: Pass, rate: number, input: Shape): Tensor {
  const kept = 1 / (1 - rate)
  const values = new Float32Array(rows * sizeOf(input))
  random.fill(values, 0, values.length, rate, 0, kept)
  return ops.tf.tensor(values, [rows, ...input], 'float32')
}

/** Inverted dropout; nothing outside training. */
export function dropout(building: Building, layer: DropoutLayer, input: Shape): Step {
  const { ops } = building
  const multiply = ops.define('Mul')
  const toLast = toChannelsLast(ops)
  return (x, pass) => {
    if (!pass.isTraining || layer.rate === 0) return { y: x, keeps: [], backward: (dy) => dy }
    const drawn = drawMask(building, pass, layer.rate, input)
    const mask = input.length === 3 ? toLast(drawn) : drawn
    if (mask !== drawn) drawn.dispose()
    return {
      y: multiply(x, mask),
      keeps: [],
      backward(dy) {
        const dx = multiply(dy, mask)
        mask.dispose()
        return dx
      },
    }
  }
}
