import type { Layer, ResidualLayer } from '#models/model.ts'
import { hasTrainedParameters } from '#models/trained-layers.ts'
import type { Value } from '../graph-builder.ts'
import { batchNorm } from './batch-norm.ts'
import { findPooled, pooledLength, writePooled } from './conv2d-pooled.ts'
import { conv2d } from './conv2d.ts'
import { dense } from './dense.ts'
import { dropout } from './dropout.ts'
import { flatten } from './flatten.ts'
import { globalAveragePool } from './global-average-pool.ts'
import type { LayerContext, LayerWriter, Traced } from './layer.ts'
import { averagePool, maxPool } from './pool.ts'
import { relu } from './relu.ts'

/** Writes layers one after another; backward, nothing is computed below the first that needs it. */
export function writeSequence(context: LayerContext, layers: readonly Layer[], input: Value): Traced {
  /** By the first layer of each. */
  const traced: { readonly index: number; readonly written: Traced }[] = []
  let value = input
  for (let index = 0; index < layers.length;) {
    const { written, length } = writeFrom(context, layers, index, value)
    traced.push({ index, written })
    value = written.output
    index += length
  }
  const firstTrained = layers.findIndex(hasTrainedParameters)
  return {
    output: value,
    backward(gradient, isInputWanted) {
      let current = gradient
      for (const { index, written } of traced.toReversed()) {
        if (!isInputWanted && (firstTrained === -1 || index < firstTrained)) return null
        const isWanted = isInputWanted || index > firstTrained
        const next = written.backward(current, isWanted)
        if (!next) return null
        current = next
      }
      return isInputWanted ? current : null
    },
  }
}

/** Writes the layer at `index`, or the group that begins there and is written as one. */
function writeFrom(
  context: LayerContext,
  layers: readonly Layer[],
  index: number,
  input: Value,
): { readonly written: Traced; readonly length: number } {
  const pooled = context.lowering.hasBands ? findPooled(layers, index, input) : null
  if (pooled) return { written: writePooled(context, pooled, input), length: pooledLength }
  const layer = layers[index]
  if (!layer) throw new RangeError(`There is no layer ${index}.`)
  return { written: writeLayer(context, layer, input), length: 1 }
}

/** body(x) + shortcut(x): the gradient goes down both. */
const residual: LayerWriter<ResidualLayer> = (context, layer, input) => {
  const { graph } = context
  const body = writeSequence(context, layer.body, input)
  const shortcut = writeSequence(context, layer.shortcut, input)
  return {
    output: graph.node('Add', [body.output, shortcut.output], body.output.shape),
    backward(gradient, isInputWanted) {
      const throughBody = body.backward(gradient, isInputWanted)
      const throughShortcut = shortcut.backward(gradient, isInputWanted)
      if (!throughBody || !throughShortcut) return null
      return graph.node('Add', [throughBody, throughShortcut], input.shape)
    },
  }
}

function writeLayer(context: LayerContext, layer: Layer, input: Value): Traced {
  switch (layer.kind) {
    case 'conv2d':
      return conv2d(context, layer, input)
    case 'dense':
      return dense(context, layer, input)
    case 'batchNorm':
      return batchNorm(context, layer, input)
    case 'maxPool':
      return maxPool(context, layer, input)
    case 'averagePool':
      return averagePool(context, layer, input)
    case 'dropout':
      return dropout(context, layer, input)
    case 'relu':
      return relu(context, layer, input)
    case 'globalAveragePool':
      return globalAveragePool(context, layer, input)
    case 'flatten':
      return flatten(context, layer, input)
    case 'residual':
      return residual(context, layer, input)
  }
}
