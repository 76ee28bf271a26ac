import type { Layer, Model, Shape } from './model.ts'

export interface CheatingCnnOptions {
  /** Probability of dropping a value after each pool: problem 1 (i) compares 0 and 0.75. */
  readonly dropRate: number
  /** [3, 32, 32] unless told. */
  readonly input?: Shape
  /** 10 unless told. */
  readonly classes?: number
}

/**
 * Problem 1 (i)'s CNN: twice convolution, pool, ReLU, dropout, then one dense layer. It ends, as the homework's
 * does, in a ReLU on the logits, which can leave a class dead for a whole run.
 */
export function cheatingCnn(options: CheatingCnnOptions): Model {
  return {
    name: `CNN, drop rate ${options.dropRate}`,
    input: options.input ?? [3, 32, 32],
    layers: [
      ...stage(1, 16, options.dropRate),
      ...stage(2, 32, options.dropRate),
      { name: 'flatten', kind: 'flatten' },
      {
        name: 'fc',
        kind: 'dense',
        features: options.classes ?? 10,
        hasBias: true,
        weight: { kind: 'uniform-fan-in' },
      },
      { name: 'relu3', kind: 'relu' },
    ],
  }
}

function stage(position: number, filters: number, rate: number): Layer[] {
  return [
    {
      name: `conv${position}`,
      kind: 'conv2d',
      filters,
      kernel: 3,
      stride: 1,
      padding: { kind: 'zero', size: 1 },
      hasBias: true,
      weight: { kind: 'uniform-fan-in' },
    },
    { name: `pool${position}`, kind: 'maxPool', size: 2, stride: 2, padding: 0 },
    { name: `relu${position}`, kind: 'relu' },
    { name: `dropout${position}`, kind: 'dropout', rate },
  ]
}
