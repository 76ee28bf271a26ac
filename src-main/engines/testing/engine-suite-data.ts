import { expect } from 'vitest'
import { initialWeights } from '#models/initial-weights.ts'
import type { Loss, Model, Weights } from '#models/model.ts'
import { modelOutputShape, sizeOf } from '#models/shapes.ts'
import { Random } from '#numeric/random.ts'
import type { CompileOptions, Engine, ExampleSet, TrainingSession } from '../engine.ts'

/** Standard normal inputs and random labels, or standard normal targets for the squared error. */
export function drawExamples(model: Model, loss: Loss, count: number, seed = 1): ExampleSet {
  const random = new Random(seed).fork('examples')
  const outputs = sizeOf(modelOutputShape(model))
  return {
    inputs: Float32Array.from({ length: count * sizeOf(model.input) }, () => random.normal()),
    targets:
      loss === 'meanSquaredError'
        ? Float32Array.from({ length: count * outputs }, () => random.normal())
        : Int32Array.from({ length: count }, () => random.integer(outputs)),
    count,
  }
}

/**
 * Weights the initialisers give; those they set to a constant are moved by up to 0.1, since a mistake in a scale,
 * a shift or a running statistic does not show at exactly 0 or 1.
 */
export function drawWeights(model: Model, seed = 2): Weights {
  const random = new Random(seed)
  const isConstant = (values: Float32Array): boolean => values.every((value) => value === values[0])
  return Object.fromEntries(
    Object.entries(initialWeights(model, random.fork('weights'))).map(([name, values]) => [
      name,
      isConstant(values) ? values.map((value) => value + 0.1 * (2 * random.uniform() - 1)) : values,
    ]),
  )
}

/** 0, 1, ... count - 1. */
export const inOrder = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i)

/** `length` row numbers drawn at random from `count`. */
export function drawOrder(length: number, count: number, seed = 3): Int32Array {
  const random = new Random(seed).fork('order')
  return Int32Array.from({ length }, () => random.integer(count))
}

export type SessionOptions = Partial<CompileOptions> & { readonly model: Model; readonly seed?: number }

/** Options with what a check does not care about filled in: SGD at 0.01, batches of 4, drawn weights. */
export function optionsFor({ seed = 5, ...given }: SessionOptions): CompileOptions {
  return {
    loss: 'softmaxCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: 0.01 },
    batchSize: 4,
    weights: drawWeights(given.model),
    random: new Random(seed),
    ...given,
  }
}

/** Compiles a session, lends it to `use`, and disposes of it whatever happens. */
export async function withSession<T>(
  engine: Engine,
  options: SessionOptions,
  use: (session: TrainingSession) => Promise<T>,
): Promise<T> {
  const session = await engine.compile(optionsFor(options))
  try {
    return await use(session)
  } finally {
    await session.dispose()
  }
}

type Values = ArrayLike<number>
type NamedValues = Readonly<Record<string, Values>>

const largest = (values: Values): number =>
  Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/** Expects every value within `tolerance` (absolute) of its counterpart; names the worst one. */
export function expectClose(actual: Values, expected: Values, tolerance: number, what: string): void {
  expect(actual.length, `${what}: number of values`).toBe(expected.length)
  let worst = { distance: -1, index: -1 }
  for (let index = 0; index < expected.length; index++) {
    const distance = Math.abs((actual[index] ?? NaN) - (expected[index] ?? NaN))
    if (!(distance <= worst.distance)) worst = { distance, index }
    if (Number.isNaN(distance)) break
  }
  const { distance, index } = worst
  expect(distance, `${what}[${index}]: ${actual[index]}, expected ${expected[index]}`).not.toBeNaN()
  expect(distance, `${what}[${index}]: ${actual[index]}, expected ${expected[index]}`).toBeLessThanOrEqual(
    tolerance,
  )
}

/**
 * Expects the same names, and each tensor within `relative` of its largest value. A tensor that is all but zero
 * beside the largest of all is measured against a twentieth of that: what cancels exactly in float64 leaves
 * rounding behind in float32.
 */
export function expectAllClose(actual: NamedValues, expected: NamedValues, relative: number): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort())
  const overall = largest(Object.values(expected).map(largest))
  for (const [name, values] of Object.entries(expected))
    expectClose(actual[name] ?? [], values, relative * Math.max(largest(values), overall / 20), name)
}

/** Bit for bit: no tolerance, and -0 is not 0. */
export function expectSame(actual: NamedValues, expected: NamedValues): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort())
  for (const [name, values] of Object.entries(expected))
    expect(Array.from(actual[name] ?? []), name).toEqual(Array.from(values))
}
