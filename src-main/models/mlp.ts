import type { Layer, Model, Shape } from './model.ts'

export interface MlpOptions {
  readonly classes: number
  /** Widths of the hidden layers; problem 4's are 50 and 10, used unless told. */
  readonly hidden?: readonly number[]
  /** [1, 28, 28] unless told; an image is flattened first. */
  readonly input?: Shape
}

/** A multilayer perceptron: dense layers with ReLU between them, named fc1, fc2 and so on. */
export function mlp(options: MlpOptions): Model {
  const input = options.input ?? [1, 28, 28]
  const hidden = options.hidden ?? [50, 10]
  const layers: Layer[] = input.length === 1 ? [] : [{ name: 'flatten', kind: 'flatten' }]
  hidden.forEach((features, index) => {
    layers.push(dense(index + 1, features), { name: `relu${index + 1}`, kind: 'relu' })
  })
  layers.push(dense(hidden.length + 1, options.classes))
  return { name: 'MLP', input, layers }
}

function dense(position: number, features: number): Layer {
  return {
    name: `fc${position}`,
    kind: 'dense',
    features,
    hasBias: true,
    weight: { kind: 'uniform-fan-in' },
  }
}
