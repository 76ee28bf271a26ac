import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { BatchNormLayer } from '#models/model.ts'
import type { Attributes } from '../raw-ops.ts'
import type { Building, Step } from './step.ts'

/**
 * Batch normalisation by TensorFlow's fused kernels. Its exponential average is PyTorch's momentum, and it too
 * averages the unbiased variance.
 */
export function batchNorm({ ops, value }: Building, layer: BatchNormLayer, needsInput: boolean): Step {
  const attributes = (isTraining: boolean): Attributes => ({
    types: { U: 'float32' },
    strings: { data_format: 'NHWC' },
    floats: { epsilon: layer.epsilon },
    booleans: { is_training: isTraining },
  })
  const forward = (isTraining: boolean, average: number) =>
    ops.defineMany('FusedBatchNormV3', 6, {
      ...attributes(isTraining),
      floats: { epsilon: layer.epsilon, exponential_avg_factor: average },
    })
  const normalize = forward(true, layer.momentum)
  const evaluate = forward(false, 1)
  const gradient = ops.defineMany('FusedBatchNormGradV3', 5, attributes(true))
  const [weight, bias, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map(
    (part) => `${layer.name}.${part}`,
  ) as [string, string, string, string]

  return (x, pass) => {
    const op = pass.isTraining ? normalize : evaluate
    const outputs = op(x, value(weight), value(bias), value(mean), value(variance))
    const [y, newMean, newVariance, ...reserved] = outputs as [Tensor, Tensor, Tensor, ...Tensor[]]
    if (pass.isTraining) {
      pass.buffers.set(mean, newMean)
      pass.buffers.set(variance, newVariance)
    } else for (const unused of [newMean, newVariance, ...reserved]) unused.dispose()
    return {
      y,
      keeps: [x],
      backward(dy) {
        const gradients = gradient(dy, x, value(weight), ...reserved)
        const [dx, dWeight, dBias, ...unused] = gradients as [Tensor, Tensor, Tensor, ...Tensor[]]
        for (const tensor of [...reserved, ...unused]) tensor.dispose()
        if (layer.isFrozen) for (const tensor of [dWeight, dBias]) tensor.dispose()
        else {
          pass.gradients.set(weight, dWeight)
          pass.gradients.set(bias, dBias)
        }
        if (needsInput) return dx
        dx.dispose()
        return null
      },
    }
  }
}
