import type { DropoutLayer } from '#models/model.ts'
import type { LayerWriter } from './layer.ts'

/** y = x times the mask of this step, which comes into the graph from the seeded generator. */
export const dropout: LayerWriter<DropoutLayer> = (context, layer, input) => {
  const { graph } = context
  const mask = context.mask(layer.rate, input.shape)
  if (!mask) return { output: input, backward: (gradient) => gradient }
  return {
    output: graph.node('Mul', [input, mask], input.shape),
    backward: (gradient, isInputWanted) =>
      isInputWanted ? graph.node('Mul', [gradient, mask], input.shape) : null,
  }
}
