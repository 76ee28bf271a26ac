import type { PlainLayer } from '#models/model.ts'
import type { LayerWriter } from './layer.ts'

/** y = max(x, 0); the gradient passes where y > 0, which the sign of y says in one fast operator. */
export const relu: LayerWriter<PlainLayer> = ({ graph }, _layer, input) => {
  const output = graph.node('Relu', [input], input.shape)
  return {
    output,
    backward(gradient, isInputWanted) {
      if (!isInputWanted) return null
      return graph.node('Mul', [gradient, graph.node('Sign', [output], output.shape)], output.shape)
    },
  }
}
