import type { PlainLayer } from '#models/model.ts'
import { imageSides, type LayerWriter } from './layer.ts'

/** Mean of each channel, [batch, channels]; every pixel receives an equal share of the gradient. */
export const globalAveragePool: LayerWriter<PlainLayer> = ({ graph }, _layer, input) => {
  const [batch, channels, height, width] = imageSides(input)
  const pixels = height * width
  const pooled = graph.node('GlobalAveragePool', [input], [batch, channels, 1, 1])
  return {
    output: graph.reshape(pooled, [batch, channels]),
    backward(gradient, isInputWanted) {
      if (!isInputWanted) return null
      const column = graph.reshape(gradient, [batch * channels, 1])
      const share = graph.constant('float32', [1, pixels], new Float32Array(pixels).fill(1 / pixels))
      const spread = graph.node('Mul', [column, share], [batch * channels, pixels])
      return graph.reshape(spread, input.shape)
    },
  }
}
