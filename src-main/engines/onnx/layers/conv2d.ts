import type { Conv2dLayer } from '#models/model.ts'
import { outputShape } from '#models/shapes.ts'
import type { GraphBuilder, Value } from '../graph-builder.ts'
import { inputGradient } from './conv2d-input-gradient.ts'
import { BandConvolution, fromRows, isBandFaster, sumByFilter, toRows } from './conv2d-bands.ts'
import { bandSizes } from './band-matrices.ts'
import { imageSides, type LayerContext, type LayerWriter } from './layer.ts'
import type { Sliding } from './lowering.ts'
import { backThroughSides, reflection } from './sides.ts'

/** Cross-correlation of the padded image with each filter, plus the filter's bias. */
export const conv2d: LayerWriter<Conv2dLayer> = (context, layer, input) => {
  const weight = context.parameter(`${layer.name}.weight`)
  const bias = layer.hasBias ? context.parameter(`${layer.name}.bias`) : null
  const written = writeConvolution(context, layer, input, weight, bias)
  return {
    output: written.output,
    backward(gradient, isInputWanted) {
      if (layer.isFrozen !== true) {
        context.addGradient(`${layer.name}.weight`, { value: written.weightGradient(gradient) })
        if (bias) context.addGradient(`${layer.name}.bias`, { value: written.biasGradient(gradient) })
      }
      return isInputWanted ? written.inputGradient(gradient) : null
    },
  }
}

/** A convolution's output and how to write its gradients. */
interface WrittenConvolution {
  readonly output: Value
  weightGradient(gradient: Value): Value
  biasGradient(gradient: Value): Value
  inputGradient(gradient: Value): Value
}

function writeConvolution(
  { graph, lowering }: LayerContext,
  layer: Conv2dLayer,
  input: Value,
  weight: Value,
  bias: Value | null,
): WrittenConvolution {
  const [batch, , height, width] = imageSides(input)
  const { kernel, stride } = layer
  const reflected = layer.padding.kind === 'reflect' ? layer.padding.size : 0
  const padding = layer.padding.kind === 'zero' ? layer.padding.size : 0
  if (lowering.hasBands && batch > 0 && padding === 0 && isBandFaster(width, bandSizes(layer)))
    return writeBands(graph, layer, input, weight, bias)
  const sliding: Sliding = { kernel, stride, padding }
  const image = reflected > 0 ? reflect(graph, input, reflected) : input
  const shape = [batch, ...outputShape(layer, input.shape.slice(1))]
  const output = lowering.convolution(graph, { image, weight, bias }, shape, {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
  })
  return {
    output,
    weightGradient: (gradient) => lowering.weightGradient(graph, image, gradient, sliding),
    biasGradient: (gradient) => lowering.channelSums(graph, gradient),
    inputGradient(gradient) {
      const padded = inputGradient(graph, lowering, gradient, weight, image, sliding)
      return reflected > 0
        ? backThroughSides(graph, padded, reflection(height, reflected), reflection(width, reflected))
        : padded
    },
  }
}

function writeBands(
  graph: GraphBuilder,
  layer: Conv2dLayer,
  input: Value,
  weight: Value,
  bias: Value | null,
): WrittenConvolution {
  const bands = new BandConvolution(graph, input, weight, bias, bandSizes(layer))
  const [batch] = imageSides(input)
  return {
    output: fromRows(graph, bands.output, [batch, bands.height, layer.filters, bands.width]),
    weightGradient: (gradient) => bands.weightGradient(toRows(graph, gradient)),
    biasGradient: (gradient) => sumByFilter(graph, toRows(graph, gradient), layer.filters),
    inputGradient: (gradient) => bands.inputGradient(toRows(graph, gradient)),
  }
}

function reflect(graph: GraphBuilder, input: Value, size: number): Value {
  const [batch, channels, height, width] = imageSides(input)
  return graph.node(
    'Pad',
    [input, graph.integers([0, 0, size, size, 0, 0, size, size])],
    [batch, channels, height + 2 * size, width + 2 * size],
    { mode: 'reflect' },
  )
}
