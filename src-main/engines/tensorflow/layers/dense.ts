import type { DenseLayer } from '#models/model.ts'
import type { Building, Step } from './step.ts'

/** A dense layer: x [rows, inputs], weight [features, inputs] as PyTorch keeps it, y [rows, features]. */
export function dense({ ops, value }: Building, layer: DenseLayer, needsInput: boolean): Step {
  const product = (isLeftTransposed: boolean, isRightTransposed: boolean) =>
    ops.define('MatMul', { booleans: { transpose_a: isLeftTransposed, transpose_b: isRightTransposed } })
  const timesTransposed = product(false, true)
  const transposedTimes = product(true, false)
  const times = product(false, false)
  const addBias = ops.define('BiasAdd', { strings: { data_format: 'NHWC' } })
  const toBias = ops.define('BiasAddGrad', { strings: { data_format: 'NHWC' } })
  const weightName = `${layer.name}.weight`
  const biasName = `${layer.name}.bias`

  return (x, pass) => {
    const linear = timesTransposed(x, value(weightName))
    const y = layer.hasBias ? addBias(linear, value(biasName)) : linear
    if (y !== linear) linear.dispose()
    return {
      y,
      keeps: layer.isFrozen ? [] : [x],
      backward(dy) {
        if (!layer.isFrozen) {
          pass.gradients.set(weightName, transposedTimes(dy, x))
          if (layer.hasBias) pass.gradients.set(biasName, toBias(dy))
        }
        return needsInput ? times(dy, value(weightName)) : null
      },
    }
  }
}
