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
  const mean = lowering.channelMeans(graph, input)
  // Centred before it is squared: E[x^2] - E[x]^2 loses the digits of a small variance.
  const centred = graph.node('Sub', [input, graph.reshape(mean, [1, channels, 1, 1])], input.shape)
  const squares = lowering.channelSquares(graph, centred)
  const variance = graph.node('Mul', [squares, graph.scalar(1 / count)], vector)
  const shifted = graph.node('Add', [variance, graph.scalar(layer.epsilon)], vector)
  const inverse = graph.node('Reciprocal', [graph.node('Sqrt', [shifted], vector)], vector)
  context.updateBuffer(`${layer.name}.running_mean`, mean, layer.momentum)
  context.updateBuffer(`${layer.name}.running_var`, variance, layer.momentum, count / Math.max(count - 1, 1))
  return {
    output: normalized(graph, centred, { weight, bias, variance }, layer.epsilon),
    backward(gradient, isInputWanted) {
      if (layer.isFrozen === true && !isInputWanted) return null
      const sum = lowering.channelSums(graph, gradient)
      const product = dotPerChannel(context, gradient, centred)
      const weightGradient = graph.node('Mul', [product, inverse], vector)
      if (layer.isFrozen !== true) {
        context.addGradient(`${layer.name}.weight`, { value: weightGradient })
        context.addGradient(`${layer.name}.bias`, { value: sum })
      }
      if (!isInputWanted) return null
      // dx = scale dy - scale mean(dy) - scale inverse^2 mean(dy centred) centred
      const scale = graph.node('Mul', [weight, inverse], vector)
      const meanScale = graph.node('Mul', [scale, graph.scalar(-1 / count)], vector)
      const constant = graph.node('Mul', [meanScale, sum], vector)
      const ofCentred = graph.node('Mul', [meanScale, inverse], vector)
      const slope = graph.node('Mul', [ofCentred, weightGradient], vector)
      const ones = graph.constant('float32', vector, new Float32Array(channels).fill(1))
      const scaled = normalized(graph, gradient, { weight: scale, bias: constant, variance: ones }, 0)
      const towards = graph.node('Mul', [centred, graph.reshape(slope, [1, channels, 1, 1])], input.shape)
      return graph.node('Add', [scaled, towards], input.shape)
    },
  }
}

/** weight image / sqrt(variance + epsilon) + bias, channel by channel, in one pass over the image. */
function normalized(
  graph: GraphBuilder,
  image: Value,
  { weight, bias, variance }: Readonly<Record<'weight' | 'bias' | 'variance', Value>>,
  epsilon: number,
): Value {
  const [, channels] = imageSides(image)
  const zeros = graph.constant('float32', [channels], new Float32Array(channels))
  return graph.node('BatchNormalization', [image, weight, bias, zeros, variance], image.shape, {
    epsilon: { real: epsilon },
  })
}

/** Sum over batch, height and width of the product of two images, [channels]. */
function dotPerChannel({ graph, lowering }: LayerContext, left: Value, right: Value): Value {
  return lowering.channelSums(graph, graph.node('Mul', [left, right], left.shape))
}
