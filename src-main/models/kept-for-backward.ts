import type { Layer, Shape } from './model.ts'
import { imageShape, outputShape, paddedCount, sizeOf } from './shapes.ts'
import { branchesOf, hasTrainedParameters } from './trained-layers.ts'

const float32Bytes = 4
const indexBytes = 8
const maskBytes = 1

/** The part of a chain of layers that a backward pass needs. */
export interface KeptLayers {
  /** Bytes per example that each layer makes and that stay until the backward pass. */
  readonly own: readonly KeptLayer[]
  /** The backward pass needs the chain's input too; it is counted where it is made. */
  readonly isInputNeeded: boolean
}

export interface KeptLayer {
  readonly bytes: number
  /** Those of them that its own backward pass reads; the next layer's reads the rest, and is done before. */
  readonly readByItself: number
  /** Besides, and whatever the batch: mean and inverse deviation of each channel that it normalises. */
  readonly statisticsBytes: number
  /** Of a layer that holds others, in the order of `branchesOf`. */
  readonly branches?: readonly KeptLayers[]
}

/**
 * What layers keep for the backward pass, in bytes per example of float32 training, by PyTorch's convention:
 * - trained convolutions and dense layers keep their input, batch normalisation its input, pools their input;
 * - ReLU works in place and keeps its output, which overwrites the tensor before it;
 * - the sum of a residual block overwrites the body's output;
 * - reflection makes a padded copy, which is the input that its convolution keeps;
 * - a max pool keeps an 8-byte index for each output, dropout a byte for each value (PyTorch on a CPU: four);
 * - layers before the first trained one keep nothing; the model's input is not counted.
 * Each tensor counts once, at the layer that makes it. The loss's own tensors are left out.
 */
export function keptForBackward(
  layers: readonly Layer[],
  input: Shape,
  isOutputNeeded = false,
  isAfterTrainedLayer = false,
): KeptLayers {
  const steps: { readonly layer: Layer; readonly shape: Shape; readonly isAfterTrained: boolean }[] = []
  let shape = input
  let isAfterTrained = isAfterTrainedLayer
  for (const layer of layers) {
    steps.push({ layer, shape, isAfterTrained })
    isAfterTrained ||= hasTrainedParameters(layer)
    shape = outputShape(layer, shape)
  }
  const own: KeptLayer[] = []
  let isNeeded = isOutputNeeded
  for (const step of steps.toReversed()) {
    const kept = keptByLayer(step.layer, step.shape, step.isAfterTrained, isNeeded)
    own.unshift(kept.own)
    isNeeded = kept.isInputNeeded
  }
  return { own, isInputNeeded: isNeeded }
}

function keptByLayer(
  layer: Layer,
  input: Shape,
  isAfterTrained: boolean,
  isOutputNeeded: boolean,
): { readonly own: KeptLayer; readonly isInputNeeded: boolean } {
  const hasGradient = isAfterTrained || hasTrainedParameters(layer)
  const count = sizeOf(outputShape(layer, input))
  const output = isOutputNeeded ? count * float32Bytes : 0
  switch (layer.kind) {
    case 'conv2d':
      if (layer.padding.kind === 'reflect')
        return {
          own: keptOwn(output, hasTrainedParameters(layer) ? paddedCount(layer, input) * float32Bytes : 0),
          isInputNeeded: isAfterTrained,
        }
      return { own: keptOwn(output, 0), isInputNeeded: hasTrainedParameters(layer) }
    case 'dense':
      return { own: keptOwn(output, 0), isInputNeeded: hasTrainedParameters(layer) }
    case 'batchNorm': {
      const [channels] = imageShape(layer, input)
      const statistics = hasGradient ? 2 * float32Bytes * channels : 0
      return { own: keptOwn(output, 0, statistics), isInputNeeded: hasGradient }
    }
    case 'averagePool':
      return { own: keptOwn(output, 0), isInputNeeded: hasGradient }
    case 'maxPool':
      return { own: keptOwn(output, hasGradient ? count * indexBytes : 0), isInputNeeded: hasGradient }
    case 'relu':
      return {
        own: hasGradient ? keptOwn(0, count * float32Bytes) : keptOwn(output, 0),
        isInputNeeded: false,
      }
    case 'globalAveragePool':
      return { own: keptOwn(output, 0), isInputNeeded: false }
    case 'flatten':
      return { own: nothingKept, isInputNeeded: isOutputNeeded }
    case 'dropout':
      // Without dropping there is nothing to do, and the layer is a name for its input.
      if (layer.rate === 0) return { own: nothingKept, isInputNeeded: isOutputNeeded }
      return { own: keptOwn(output, hasGradient ? count * maskBytes : 0), isInputNeeded: false }
    case 'residual': {
      const branches = branchesOf(layer).map((branch) =>
        keptForBackward(branch, input, false, isAfterTrained),
      )
      return {
        own: { ...keptOwn(output, 0), branches },
        isInputNeeded: branches.some((branch) => branch.isInputNeeded),
      }
    }
  }
}

const keptOwn = (output: number, readByItself: number, statisticsBytes = 0): KeptLayer => ({
  bytes: output + readByItself,
  readByItself,
  statisticsBytes,
})

/** Of a layer without anything to keep. */
export const nothingKept: KeptLayer = keptOwn(0, 0)
