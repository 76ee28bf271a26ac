import type { BatchNormLayer } from '#models/model.ts'
import type { GraphBuilder, Value } from '../graph-builder.ts'
import { channelVector, imageSides, type LayerContext, type LayerWriter } from './layer.ts'

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
  const zeros = graph.constant('float32', [channels], new Float32Array(channels))
  const image = input.shape
  const each = [1, channels, 1, 1]
  const means = lowering.channelMeans(graph, input)
  // Centred before it is squared: E[x^2] - E[x]^2 loses the digits of a small variance.
  const centred = graph.node('Sub', [input, means], image)
  const variances = lowering.channelMeans(graph, graph.node('Mul', [centred, centred], image))
  const variance = channelVector(graph, variances)
  context.updateBuffer(`${layer.name}.running_mean`, channelVector(graph, means), layer.momentum)
  context.updateBuffer(`${layer.name}.running_var`, variance, layer.momentum, count / Math.max(count - 1, 1))
  return {
    output: normalized(graph, centred, { weight, bias, mean: zeros, variance }, layer.epsilon),
    backward(gradient, isInputWanted) {
      if (layer.isFrozen === true && !isInputWanted) return null
      const gradientMeans = lowering.channelMeans(graph, gradient)
      const shifted = graph.node('Add', [variances, graph.scalar(layer.epsilon)], each)
      const product = graph.node('Mul', [gradient, centred], image)
      const slope = graph.node('Div', [lowering.channelMeans(graph, product), shifted], each)
      if (layer.isFrozen !== true) {
        const size = graph.scalar(count)
        const summed = graph.node('Mul', [graph.node('Sqrt', [shifted], each), size], each)
        const ofWeight = graph.node('Mul', [slope, summed], each)
        context.addGradient(`${layer.name}.weight`, { value: channelVector(graph, ofWeight) })
        const ofBias = graph.node('Mul', [gradientMeans, size], each)
        context.addGradient(`${layer.name}.bias`, { value: channelVector(graph, ofBias) })
      }
      if (!isInputWanted) return null
      // dx = weight (dy - mean(dy) - slope centred) / sqrt(variance + epsilon), slope = mean(dy centred) / (variance + epsilon)
      const rest = graph.node('Sub', [gradient, graph.node('Mul', [centred, slope], image)], image)
      const mean = channelVector(graph, gradientMeans)
      return normalized(graph, rest, { weight, bias: zeros, mean, variance }, layer.epsilon)
    },
  }
}

/** weight (image - mean) / sqrt(variance + epsilon) + bias, channel by channel, in one pass over the image. */
function normalized(
  graph: GraphBuilder,
  image: Value,
  { weight, bias, mean, variance }: Readonly<Record<'weight' | 'bias' | 'mean' | 'variance', Value>>,
  epsilon: number,
): Value {
  return graph.node('BatchNormalization', [image, weight, bias, mean, variance], image.shape, {
    epsilon: { real: epsilon },
  })
}
