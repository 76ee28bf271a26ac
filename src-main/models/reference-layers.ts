import { dropout, relu, reluGradient } from '#numeric/activations.ts'
import { convolutionGradients, convolve } from '#numeric/convolution.ts'
import { dense, denseGradients } from '#numeric/dense.ts'
import {
  averagePool,
  averagePoolGradient,
  globalAverage,
  globalAverageGradient,
  maxPool,
  maxPoolGradient,
} from '#numeric/pooling.ts'
import type { ImageBatch, Values } from '#numeric/windows.ts'
import { ModelError, type Conv2dLayer, type DenseLayer, type Layer, type Shape } from './model.ts'
import { referenceNormalization } from './reference-normalization.ts'
import { imageShape, outputShape, sizeOf } from './shapes.ts'

/** Values of a batch between two layers: [count, ...shape]. */
export interface Batch {
  readonly data: Float64Array
  readonly count: number
  readonly shape: Shape
}

/** What a pass through the network reads, and the running statistics it leaves behind. */
export interface Pass {
  readonly isTraining: boolean
  readonly weight: (name: string) => Values
  /** The 0 or 1 of each value of a dropout layer, by the layer's name. */
  readonly mask: (name: string) => ArrayLike<number>
  readonly setBuffer: (name: string, values: Float64Array) => void
}

export interface LayerPass {
  readonly output: Batch
  /** From the gradient on the output to that on the input; reports the gradients of trained parameters on the way. */
  readonly backward: (upstream: Float64Array, report: GradientReport) => Float64Array
}

export type GradientReport = (name: string, gradient: Float64Array) => void

/** Runs layers one after another; the backward pass runs them the other way. */
export function passThrough(layers: readonly Layer[], input: Batch, pass: Pass): LayerPass {
  const passes: LayerPass[] = []
  let batch = input
  for (const layer of layers) {
    const done = layerPass(layer, batch, pass)
    passes.push(done)
    batch = done.output
  }
  return {
    output: batch,
    backward: (upstream, report) =>
      passes.reduceRight((gradient, done) => done.backward(gradient, report), upstream),
  }
}

function layerPass(layer: Layer, input: Batch, pass: Pass): LayerPass {
  const { data, count } = input
  const shape = outputShape(layer, input.shape)
  const result = (output: Float64Array, backward: LayerPass['backward']): LayerPass => ({
    output: { data: output, count, shape },
    backward,
  })
  switch (layer.kind) {
    case 'conv2d': {
      const images = imagesOf(layer, input)
      const convolution = { ...layer, border: layer.padding }
      const weight = pass.weight(`${layer.name}.weight`)
      return result(convolve(data, images, weight, biasOf(layer, pass), convolution), (upstream, report) =>
        affineGradients(layer, convolutionGradients(upstream, data, images, weight, convolution), report),
      )
    }
    case 'dense': {
      const sizes = { rows: count, inputs: sizeOf(input.shape), outputs: layer.features }
      const weight = pass.weight(`${layer.name}.weight`)
      return result(dense(data, weight, biasOf(layer, pass), sizes), (upstream, report) =>
        affineGradients(layer, denseGradients(upstream, data, weight, sizes), report),
      )
    }
    case 'batchNorm': {
      const { output, backward } = referenceNormalization(layer, data, imagesOf(layer, input), pass)
      return result(output, backward)
    }
    case 'relu':
      return result(relu(data), (upstream) => reluGradient(upstream, data))
    case 'maxPool': {
      const images = imagesOf(layer, input)
      const { output, winners } = maxPool(data, images, layer)
      return result(output, (upstream) => maxPoolGradient(upstream, winners, images))
    }
    case 'averagePool': {
      const images = imagesOf(layer, input)
      return result(averagePool(data, images, layer), (upstream) =>
        averagePoolGradient(upstream, images, layer),
      )
    }
    case 'globalAveragePool': {
      const images = imagesOf(layer, input)
      return result(globalAverage(data, images), (upstream) => globalAverageGradient(upstream, images))
    }
    case 'flatten':
      return result(data, (upstream) => upstream)
    case 'dropout': {
      if (!pass.isTraining || layer.rate === 0) return result(data, (upstream) => upstream)
      const mask = pass.mask(layer.name)
      return result(dropout(data, mask, layer.rate), (upstream) => dropout(upstream, mask, layer.rate))
    }
    case 'residual': {
      const body = passThrough(layer.body, input, pass)
      const shortcut = passThrough(layer.shortcut, input, pass)
      return result(sum(body.output.data, shortcut.output.data), (upstream, report) => {
        const throughBody = body.backward(upstream, report)
        return sum(throughBody, shortcut.backward(upstream, report))
      })
    }
  }
}

function imagesOf(layer: Layer, { count, shape }: Batch): ImageBatch {
  const [channels, height, width] = imageShape(layer, shape)
  return { count, channels, height, width }
}

function biasOf(layer: Conv2dLayer | DenseLayer, pass: Pass): Values | null {
  return layer.hasBias ? pass.weight(`${layer.name}.bias`) : null
}

function affineGradients(
  layer: Conv2dLayer | DenseLayer,
  gradients: { readonly input: Float64Array; readonly weight: Float64Array; readonly bias: Float64Array },
  report: GradientReport,
): Float64Array {
  if (layer.isFrozen !== true) {
    report(`${layer.name}.weight`, gradients.weight)
    if (layer.hasBias) report(`${layer.name}.bias`, gradients.bias)
  }
  return gradients.input
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  if (a.length !== b.length) throw new ModelError(`Cannot add ${a.length} values to ${b.length}.`)
  return a.map((value, i) => value + (b[i] ?? NaN))
}
