import type { DenseLayer } from '#models/model.ts'
import type { LayerWriter } from './layer.ts'

/** y = x W^T + b for x [batch, inputs] and W [features, inputs]. */
export const dense: LayerWriter<DenseLayer> = (context, layer, input) => {
  const { graph } = context
  const [batch = 1, inputs = 1] = input.shape
  const weight = context.parameter(`${layer.name}.weight`)
  const bias = layer.hasBias ? context.parameter(`${layer.name}.bias`) : null
  const output = graph.node('Gemm', [input, weight, bias], [batch, layer.features], { transB: 1 })
  return {
    output,
    backward(gradient, isInputWanted) {
      if (layer.isFrozen !== true) {
        context.addGradient(`${layer.name}.weight`, { left: gradient, right: input })
        if (bias) context.addGradient(`${layer.name}.bias`, { value: graph.sum(gradient, [0]) })
      }
      return isInputWanted ? graph.node('Gemm', [gradient, weight], [batch, inputs]) : null
    },
  }
}
