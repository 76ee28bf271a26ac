import type { PlainLayer } from '#models/model.ts'
import type { GraphBuilder, Value } from '../graph-builder.ts'
import { fromRows } from './conv2d-bands.ts'
import { imageSides, type LayerWriter, type Traced } from './layer.ts'

/** Mean of each channel, [batch, channels]; every pixel receives an equal share of the gradient. */
export const globalAveragePool: LayerWriter<PlainLayer> = ({ graph }, _layer, input) => {
  const byRows = graph.beforeTranspose(input, [0, 2, 1, 3])
  if (byRows) return meanOfRows(graph, byRows)
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

/**
 * The same of images by rows [batch, height, channels, width], as the few filters of a band convolution leave them:
 * a product with a constant matrix each way, which is small because they are few.
 */
function meanOfRows(graph: GraphBuilder, input: Value): Traced {
  const [batch = 1, height = 1, channels = 1, width = 1] = input.shape
  const values = height * channels * width
  const shares = new Float32Array(values * channels)
  for (let i = 0; i < values; i++)
    shares[i * channels + (Math.floor(i / width) % channels)] = 1 / (height * width)
  const matrix = graph.constant('float32', [values, channels], shares)
  const flat = graph.reshape(input, [batch, values])
  return {
    output: graph.node('Gemm', [flat, matrix], [batch, channels]),
    backward(gradient, isInputWanted) {
      if (!isInputWanted) return null
      const spread = graph.node('Gemm', [gradient, matrix], [batch, values], { transB: 1 })
      return fromRows(graph, spread, input.shape)
    },
  }
}
