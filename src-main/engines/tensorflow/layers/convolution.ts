import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Conv2dLayer, Shape } from '#models/model.ts'
import { imageShape, outputShape } from '#models/shapes.ts'
import type { Attributes } from '../raw-ops.ts'
import type { Building, Step } from './step.ts'

/** Pads by reflection: height and width, not batch and channels. */
function reflection({ ops }: Building, size: number) {
  const paddings = ops.ints([0, 0, size, size, size, size, 0, 0], [4, 2])
  const attributes = { strings: { mode: 'REFLECT' }, types: { Tpaddings: 'int32' } } as const
  const pad = ops.define('MirrorPad', attributes)
  const gradient = ops.define('MirrorPadGrad', attributes)
  return {
    pad: (x: Tensor): Tensor => pad(x, paddings),
    gradient: (dy: Tensor): Tensor => gradient(dy, paddings),
  }
}

function attributesOf(layer: Conv2dLayer): Attributes {
  const zero = layer.padding.kind === 'zero' ? layer.padding.size : 0
  const ints = { strides: [1, layer.stride, layer.stride, 1], dilations: [1, 1, 1, 1] }
  const strings = { data_format: 'NHWC', padding: zero > 0 ? 'EXPLICIT' : 'VALID' }
  const booleans = { use_cudnn_on_gpu: true }
  if (zero === 0) return { ints, strings, booleans }
  return { ints: { ...ints, explicit_paddings: [0, 0, zero, zero, zero, zero, 0, 0] }, strings, booleans }
}

/** A convolution: x [rows, h, w, channels], filter [k, k, channels, filters], y [rows, h', w', filters]. */
export function convolution(building: Building, layer: Conv2dLayer, input: Shape, needsInput: boolean): Step {
  const { ops, value } = building
  const [channels, height, width] = imageShape(layer, input)
  outputShape(layer, input) // refuses impossible sizes in words
  const reflect = layer.padding.kind === 'reflect' && layer.padding.size > 0 ? layer.padding.size : 0
  const reflected = reflect > 0 ? reflection(building, reflect) : null
  const attributes = attributesOf(layer)
  const convolve = ops.define('Conv2D', attributes)
  const toInput = ops.define('Conv2DBackpropInput', attributes)
  const toFilter = ops.define('Conv2DBackpropFilter', attributes)
  const addBias = ops.define('BiasAdd', { strings: { data_format: 'NHWC' } })
  const toBias = ops.define('BiasAddGrad', { strings: { data_format: 'NHWC' } })
  const filterSizes = ops.ints([layer.kernel, layer.kernel, channels, layer.filters])
  const weightName = `${layer.name}.weight`
  const biasName = `${layer.name}.bias`

  return (x, pass) => {
    const padded = reflected ? reflected.pad(x) : x
    const linear = convolve(padded, value(weightName))
    const y = layer.hasBias ? addBias(linear, value(biasName)) : linear
    if (y !== linear) linear.dispose()
    if (!pass.isTraining && padded !== x) padded.dispose()
    return {
      y,
      keeps: layer.isFrozen || padded !== x ? [] : [x],
      backward(dy) {
        if (!layer.isFrozen) {
          pass.gradients.set(weightName, toFilter(padded, filterSizes, dy))
          if (layer.hasBias) pass.gradients.set(biasName, toBias(dy))
        }
        if (padded !== x) padded.dispose()
        if (!needsInput) return null
        const sizes = ops.ints([pass.rows, height + 2 * reflect, width + 2 * reflect, channels])
        const dPadded = toInput(sizes, value(weightName), dy)
        if (!reflected) return dPadded
        const dx = reflected.gradient(dPadded)
        dPadded.dispose()
        return dx
      },
    }
  }
}
