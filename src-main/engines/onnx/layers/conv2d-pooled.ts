import type { Conv2dLayer, Layer, PoolLayer } from '#models/model.ts'
import type { Value } from '../graph-builder.ts'
import { bandSizes, stepsAlong } from './band-matrices.ts'
import { BandConvolution, fromRows, isBandFaster, sumByFilter, toRows } from './conv2d-bands.ts'
import { imageSides, type LayerContext, type Traced } from './layer.ts'
import { averageOfHalves, maximumOfHalves } from './pool-halves.ts'

/** A band convolution, its ReLU and a pool of 2 x 2 windows side by side. */
interface Pooled {
  readonly convolution: Conv2dLayer
  readonly pool: PoolLayer
}

/** How many layers are written as one. */
export const pooledLength = 3

/** The layers from `index` on where they are such a group; null where they are not, or the batch is not known. */
export function findPooled(layers: readonly Layer[], index: number, input: Value): Pooled | null {
  const [convolution, relu, pool] = layers.slice(index, index + pooledLength)
  if (convolution?.kind !== 'conv2d' || relu?.kind !== 'relu') return null
  if (pool?.kind !== 'maxPool' && pool?.kind !== 'averagePool') return null
  if (pool.size !== 2 || pool.stride !== 2 || pool.padding !== 0) return null
  const [batch, , height, width] = imageSides(input)
  const sizes = bandSizes(convolution)
  if (batch < 1 || convolution.padding.kind === 'zero' || !isBandFaster(width, sizes)) return null
  const isEven = stepsAlong(height, sizes) % 2 === 0 && stepsAlong(width, sizes) % 2 === 0
  return isEven ? { convolution, pool } : null
}

/**
 * Writes the group: the convolution leaves what the pool pairs in halves, so that pooling compares or adds whole
 * halves, and the ReLU of a maximum is taken once instead of four times.
 */
export function writePooled(
  context: LayerContext,
  { convolution: layer, pool }: Pooled,
  input: Value,
): Traced {
  const { graph } = context
  const { filters } = layer
  const weight = context.parameter(`${layer.name}.weight`)
  const bias = layer.hasBias ? context.parameter(`${layer.name}.bias`) : null
  const bands = new BandConvolution(graph, input, weight, bias, bandSizes(layer), 2)
  const [batch] = imageSides(input)
  const written = pool.kind === 'maxPool' ? maximumOfHalves : averageOfHalves
  const pooled = written(graph, bands.output, batch)
  return {
    output: fromRows(graph, pooled.output, [batch, bands.height / 2, filters, bands.width / 2]),
    backward(gradient, isInputWanted) {
      const { whole, sums } = pooled.backward(toRows(graph, gradient))
      if (layer.isFrozen !== true) {
        context.addGradient(`${layer.name}.weight`, { value: bands.weightGradient(whole) })
        if (bias) context.addGradient(`${layer.name}.bias`, { value: sumByFilter(graph, sums, filters) })
      }
      return isInputWanted ? bands.inputGradient(whole) : null
    },
  }
}
