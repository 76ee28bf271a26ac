import { ModelError, type BatchNormLayer, type Conv2dLayer, type DenseLayer, type Layer } from './model.ts'
import type { Initializer, Model, ParameterDeclaration, Shape } from './model.ts'
import { imageShape, outputShape, vectorLength } from './shapes.ts'
import { branchesOf } from './trained-layers.ts'

/**
 * Every parameter and buffer of the model in the order of its layers (of a residual block: body, then shortcut),
 * under the names PyTorch's state_dict gives them: `<layer>.weight`, `.bias`, and of batch normalisation also
 * `.running_mean` and `.running_var`. PyTorch's batch counters are not among them. Throws ModelError where
 * shapes do not fit or two layers share a name.
 */
export function parametersOf(model: Model): ParameterDeclaration[] {
  const names = new Set<string>()
  return parametersOfLayers(model.layers, model.input, names)
}

function parametersOfLayers(
  layers: readonly Layer[],
  input: Shape,
  names: Set<string>,
): ParameterDeclaration[] {
  const declarations: ParameterDeclaration[] = []
  let shape = input
  for (const layer of layers) {
    if (names.has(layer.name))
      throw new ModelError(`Two layers are called "${layer.name}"; give every layer a name of its own.`)
    names.add(layer.name)
    const output = outputShape(layer, shape)
    declarations.push(...parametersOfLayer(layer, shape))
    for (const branch of branchesOf(layer)) declarations.push(...parametersOfLayers(branch, shape, names))
    shape = output
  }
  return declarations
}

/** Parameters and buffers of one layer that receives `input`; those of a residual block are its layers' own. */
export function parametersOfLayer(layer: Layer, input: Shape): ParameterDeclaration[] {
  switch (layer.kind) {
    case 'conv2d': {
      const [channels] = imageShape(layer, input)
      const area = layer.kernel * layer.kernel
      const fans = { fanIn: channels * area, fanOut: layer.filters * area }
      return affine(layer, [layer.filters, channels, layer.kernel, layer.kernel], fans)
    }
    case 'dense': {
      const inputs = vectorLength(layer, input)
      return affine(layer, [layer.features, inputs], { fanIn: inputs, fanOut: layer.features })
    }
    case 'batchNorm':
      return normalization(layer, imageShape(layer, input)[0])
    case 'maxPool':
    case 'averagePool':
    case 'dropout':
    case 'relu':
    case 'globalAveragePool':
    case 'flatten':
    case 'residual':
      return []
  }
}

type Fans = Pick<ParameterDeclaration, 'fanIn' | 'fanOut'>

function affine(layer: Conv2dLayer | DenseLayer, weight: Shape, fans: Fans): ParameterDeclaration[] {
  const common = { ...fans, isTrained: layer.isFrozen !== true, isBuffer: false }
  const declarations: ParameterDeclaration[] = [
    { name: `${layer.name}.weight`, shape: weight, initializer: layer.weight, ...common },
  ]
  if (layer.hasBias)
    declarations.push({
      name: `${layer.name}.bias`,
      shape: weight.slice(0, 1),
      initializer: layer.bias ?? { kind: 'uniform-fan-in' },
      ...common,
    })
  return declarations
}

function normalization(layer: BatchNormLayer, channels: number): ParameterDeclaration[] {
  const constant = (value: number): Initializer => ({ kind: 'constant', value })
  const common = { shape: [channels], fanIn: 1, fanOut: 1 }
  const trained = { ...common, isTrained: layer.isFrozen !== true, isBuffer: false }
  const buffer = { ...common, isTrained: false, isBuffer: true }
  return [
    { name: `${layer.name}.weight`, initializer: layer.weight ?? constant(1), ...trained },
    { name: `${layer.name}.bias`, initializer: constant(0), ...trained },
    { name: `${layer.name}.running_mean`, initializer: constant(0), ...buffer },
    { name: `${layer.name}.running_var`, initializer: constant(1), ...buffer },
  ]
}
