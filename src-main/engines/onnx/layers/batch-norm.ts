import type { BatchNormLayer } from '#models/model.ts'
import type { GraphBuilder, Value } from '../graph-builder.ts'
import { imageSides, type LayerContext, type LayerWriter } from './layer.ts'

/** y = weight (x - mean) / sqrt(variance + epsilon) + bias, channel by channel. */
export const batchNorm: LayerWriter<BatchNormLayer> = (context, layer, input) => {
  const weight = context.parameter(`${layer.name}.weight`)
  const bias = context.parameter(`${layer.name}.bias`)
  if (context.isTraining) return inTraining(context, layer, input, weight, bias)
  const statistics = ['running_mean', 'running_var'].map((buffer) =>
    context.parameter(`${layer.name}.${buffer}`),
  )
  const output = context.graph.node('BatchNormalization', [input, weight, bias, ...statistics], input.shape, {
    epsilon: { real: layer.epsilon },
  })
  return { output, backward: () => null }
}

function inTraining(
  context: LayerContext,
  layer: BatchNormLayer,
  input: Value,
  weight: Value,
  bias: Value,
): ReturnType<typeof batchNorm> {
  const { graph, lowering } = context
  const [batch, channels, height, width] = imageSides(input)
  const count = batch * height * width
  const vector = [channels]
  const share = graph.scalar(1 / count)
  const mean = graph.node('Mul', [lowering.channelSums(graph, input), share], vector)
  // Centred before it is squared: E[x^2] - E[x]^2 loses the digits of a small variance.
  const centred = graph.node('Sub', [input, graph.reshape(mean, [1, channels, 1, 1])], input.shape)
  const variance = graph.node('Mul', [lowering.channelSquares(graph, centred), share], vector)
  const shifted = graph.node('Add', [variance, graph.scalar(layer.epsilon)], vector)
  const inverse = graph.node('Reciprocal', [graph.node('Sqrt', [shifted], vector)], vector)
  const scale = graph.node('Mul', [weight, inverse], vector)
  const unbiased = graph.node('Mul', [variance, graph.scalar(count / Math.max(count - 1, 1))], vector)
  context.updateBuffer(`${layer.name}.running_mean`, mean, layer.momentum)
  context.updateBuffer(`${layer.name}.running_var`, unbiased, layer.momentum)
  return {
    output: perChannel(graph, centred, scale, bias),
    backward(gradient, isInputWanted) {
      if (layer.isFrozen === true && !isInputWanted) return null
      const sum = lowering.channelSums(graph, gradient)
      const product = dotPerChannel(context, gradient, centred)
      if (layer.isFrozen !== true) {
        context.addGradient(`${layer.name}.weight`, {
          value: graph.node('Mul', [product, inverse], vector),
        })
        context.addGradient(`${layer.name}.bias`, { value: sum })
      }
      if (!isInputWanted) return null
      // dx = scale dy - scale mean(dy) - scale inverse^2 mean(dy centred) centred
      const meanScale = graph.node('Mul', [scale, graph.scalar(-1 / count)], vector)
      const constant = graph.node('Mul', [meanScale, sum], vector)
      const squared = graph.node('Mul', [inverse, inverse], vector)
      const slope = graph.node('Mul', [meanScale, graph.node('Mul', [squared, product], vector)], vector)
      return graph.node(
        'Add',
        [perChannel(graph, gradient, scale, constant), perChannel(graph, centred, slope, null)],
        input.shape,
      )
    },
  }
}

/** Image times a factor plus a constant of each channel. */
function perChannel(graph: GraphBuilder, image: Value, factor: Value | null, constant: Value | null): Value {
  const [, channels] = imageSides(image)
  const column = [1, channels, 1, 1]
  let value = image
  if (factor) value = graph.node('Mul', [value, graph.reshape(factor, column)], image.shape)
  if (constant) value = graph.node('Add', [value, graph.reshape(constant, column)], image.shape)
  return value
}

/** Sum over batch, height and width of the product of two images, [channels]. */
function dotPerChannel({ graph, lowering }: LayerContext, left: Value, right: Value): Value {
  return lowering.channelSums(graph, graph.node('Mul', [left, right], left.shape))
}
