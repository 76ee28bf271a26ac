import {
  channelStatistics,
  normalizationGradients,
  normalize,
  updatedRunningStatistics,
} from '#numeric/normalization.ts'
import type { ImageBatch } from '#numeric/windows.ts'
import type { BatchNormLayer } from './model.ts'
import type { GradientReport, Pass } from './reference-layers.ts'

interface NormalizationPass {
  readonly output: Float64Array
  readonly backward: (upstream: Float64Array, report: GradientReport) => Float64Array
}

/**
 * Batch normalisation of `data` [count, channels, height, width]: by the batch's statistics, which also move the
 * running ones, in training; by the running ones in evaluation.
 */
export function referenceNormalization(
  layer: BatchNormLayer,
  data: Float64Array,
  images: ImageBatch,
  pass: Pass,
): NormalizationPass {
  const named = (part: string): string => `${layer.name}.${part}`
  const weight = pass.weight(named('weight'))
  const bias = pass.weight(named('bias'))
  const running = {
    mean: Float64Array.from(pass.weight(named('running_mean'))),
    variance: Float64Array.from(pass.weight(named('running_var'))),
  }
  const statistics = pass.isTraining ? channelStatistics(data, images) : running
  if (pass.isTraining) {
    const updated = updatedRunningStatistics(running, statistics, images, layer.momentum)
    pass.setBuffer(named('running_mean'), updated.mean)
    pass.setBuffer(named('running_var'), updated.variance)
  }
  return {
    output: normalize(data, images, statistics, { weight, bias }, layer.epsilon),
    backward: (upstream, report) => {
      const gradients = normalizationGradients(upstream, data, images, statistics, weight, {
        epsilon: layer.epsilon,
        isTraining: pass.isTraining,
      })
      if (layer.isFrozen !== true) {
        report(named('weight'), gradients.weight)
        report(named('bias'), gradients.bias)
      }
      return gradients.input
    },
  }
}
