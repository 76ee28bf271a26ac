import type { CompileOptions, Engine, ExampleSet, TrainingSession } from '#engines/engine.ts'
import { initialWeights } from '#models/initial-weights.ts'
import type { Layer, Loss, Model, Shape } from '#models/model.ts'
import { modelOutputShape, sizeOf } from '#models/shapes.ts'
import { Random } from '#numeric/random.ts'
import { openOnnxEngine } from './engine.ts'

/** The engine that the tests of this folder share; one thread, since several of them run side by side. */
export const engineUnderTest: Promise<Engine> = openOnnxEngine('Opened by a test.', { threads: 1 })

/** Random inputs and targets for a model, the same for the same seed. */
export function randomExamples(model: Model, loss: Loss, count: number, seed = 1): ExampleSet {
  const random = new Random(seed).fork('examples')
  const outputs = sizeOf(modelOutputShape(model))
  return {
    inputs: Float32Array.from({ length: count * sizeOf(model.input) }, () => random.normal()),
    targets:
      loss === 'softmaxCrossEntropy'
        ? Int32Array.from({ length: count }, () => random.integer(outputs))
        : Float32Array.from({ length: count * outputs }, () => random.normal()),
    count,
  }
}

/** A session on `model`, SGD at 0.1 and batches of 4 unless told. */
export async function openSession(
  model: Model,
  options: Partial<CompileOptions> = {},
): Promise<TrainingSession> {
  const engine = await engineUnderTest
  return engine.compile({
    model,
    loss: 'softmaxCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.1 },
    batchSize: 4,
    weights: initialWeights(model, new Random(2)),
    random: new Random(3),
    ...options,
  })
}

/** ||a - b|| / ||b||, or ||a|| where b is zero. */
export function relativeError(actual: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let difference = 0
  let size = 0
  for (let i = 0; i < wanted.length; i++) {
    difference += ((actual[i] ?? NaN) - (wanted[i] ?? NaN)) ** 2
    size += (wanted[i] ?? NaN) ** 2
  }
  return Math.sqrt(size > 1e-16 ? difference / size : difference)
}

/** 0, 1, ... count - 1. */
export const inOrder = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i)

/** A model of these layers and a dense head of three classes. */
export function withHead(input: Shape, layers: readonly Layer[]): Model {
  return {
    name: 'test',
    input,
    layers: [
      ...layers,
      { name: 'flat', kind: 'flatten' },
      {
        name: 'head',
        kind: 'dense',
        features: 3,
        hasBias: true,
        weight: { kind: 'uniform-fan-in' },
      },
    ],
  }
}
