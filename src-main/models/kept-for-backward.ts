import type { Conv2dLayer, Layer, Shape } from './model.ts'
import { imageShape, outputShape, paddingOf, sizeOf } from './shapes.ts'
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
 * Each tensor counts once, at the layer that makes it. Statistics of normalisation and the loss's own tensors
 * are left out.
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
          own: {
            bytes: output + (hasTrainedParameters(layer) ? paddedCount(layer, input) * float32Bytes : 0),
          },
          isInputNeeded: isAfterTrained,
        }
      return { own: { bytes: output }, isInputNeeded: hasTrainedParameters(layer) }
    case 'dense':
      return { own: { bytes: output }, isInputNeeded: hasTrainedParameters(layer) }
    case 'batchNorm':
    case 'averagePool':
      return { own: { bytes: output }, isInputNeeded: hasGradient }
    case 'maxPool':
      return { own: { bytes: output + (hasGradient ? count * indexBytes : 0) }, isInputNeeded: hasGradient }
    case 'relu':
      return {
        own: { bytes: hasGradient || isOutputNeeded ? count * float32Bytes : 0 },
        isInputNeeded: false,
      }
    case 'globalAveragePool':
      return { own: { bytes: output }, isInputNeeded: false }
    case 'flatten':
      return { own: { bytes: 0 }, isInputNeeded: isOutputNeeded }
    case 'dropout':
      // Without dropping there is nothing to do, and the layer is a name for its input.
      if (layer.rate === 0) return { own: { bytes: 0 }, isInputNeeded: isOutputNeeded }
      return { own: { bytes: output + (hasGradient ? count * maskBytes : 0) }, isInputNeeded: false }
    case 'residual': {
      const branches = branchesOf(layer).map((branch) =>
        keptForBackward(branch, input, false, isAfterTrained),
      )
      return {
        own: { bytes: output, branches },
        isInputNeeded: branches.some((branch) => branch.isInputNeeded),
      }
    }
  }
}

function paddedCount(layer: Conv2dLayer, input: Shape): number {
  const [channels, height, width] = imageShape(layer, input)
  const added = 2 * paddingOf(layer)
  return channels * (height + added) * (width + added)
}
