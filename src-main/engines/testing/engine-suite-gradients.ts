import { expect } from 'vitest'
import type { Loss, Model, Weights } from '#models/model.ts'
import { forwardBackward } from '#models/reference-network.ts'
import type { Engine } from '../engine.ts'
import type { Check } from './engine-suite.ts'
import {
  drawExamples,
  drawWeights,
  expectAllClose,
  expectSame,
  inOrder,
  withSession,
} from './engine-suite-data.ts'
import { deepest, families, layerCases } from './engine-suite-models.ts'

/** Float32 against float64, relative to the largest gradient of the tensor: of one layer, of a network, of the deepest. */
const layerTolerance = 2e-5
const networkTolerance = 1e-4
const deepestTolerance = 1e-3

async function matchReference(
  engine: Engine,
  model: Model,
  loss: Loss,
  tolerance: number,
  batch = 6,
): Promise<void> {
  const examples = drawExamples(model, loss, batch)
  const weights = drawWeights(model)
  await withSession(engine, { model, loss, weights, batchSize: batch }, async (session) => {
    const actual = await session.gradients(examples, inOrder(batch))
    const { inputs, targets } = examples
    const expected = forwardBackward(model, loss, weights, inputs, targets, { isTraining: true })
    expectAllClose(actual, expected.gradients, tolerance)
    expectSame(await session.readWeights(), weights)
  })
}

/** Weights moved by `step` along the direction of one tensor. */
function moved(weights: Weights, name: string, direction: Float64Array, step: number): Weights {
  const from = weights[name] ?? new Float32Array()
  return { ...weights, [name]: from.map((value, i) => value + step * (direction[i] ?? NaN)) }
}

/**
 * The engine's loss falls, along the engine's own gradient of a tensor, as fast as that gradient is long. It
 * needs no reference; the float32 loss limits it to 1 % and 2e-4 absolute.
 */
async function matchFiniteDifferences(engine: Engine, model: Model, loss: Loss): Promise<void> {
  const batch = 6
  const examples = drawExamples(model, loss, batch)
  const weights = drawWeights(model)
  const step = 2e-3
  await withSession(engine, { model, loss, weights, batchSize: batch }, async (session) => {
    const gradients = await session.gradients(examples, inOrder(batch))
    const lossAt = async (point: Weights): Promise<number> => {
      await session.writeWeights(point)
      const [value] = await session.train(examples, inOrder(batch))
      return value ?? NaN
    }
    for (const [name, gradient] of Object.entries(gradients)) {
      const length = Math.hypot(...gradient)
      if (length < 1e-3) continue // a direction that cancels, such as a bias before batch norm
      const direction = Float64Array.from(gradient, (value) => value / length)
      const above = await lossAt(moved(weights, name, direction, step))
      const below = await lossAt(moved(weights, name, direction, -step))
      const slope = (above - below) / (2 * step)
      expect(Math.abs(slope - length), `slope along ${name}: ${slope} for ${length}`).toBeLessThan(
        2e-4 + 0.01 * length,
      )
    }
  })
}

export const layerGradientChecks: readonly Check[] = layerCases.flatMap(({ title, model, loss }) => [
  {
    title: `${title}: gradients within 2e-5 of the float64 reference`,
    run: (engine: Engine) => matchReference(engine, model, loss, layerTolerance),
  },
  {
    title: `${title}: gradients agree with finite differences`,
    run: (engine: Engine) => matchFiniteDifferences(engine, model, loss),
  },
])

export const familyGradientChecks: readonly Check[] = [
  ...families.map((model) => ({
    title: `${model.name}: all gradients within 1e-4 of the float64 reference`,
    run: (engine: Engine) => matchReference(engine, model, 'softmaxCrossEntropy', networkTolerance),
  })),
  {
    title: `${deepest.name}: all gradients within 1e-3 of the float64 reference`,
    run: (engine: Engine) => matchReference(engine, deepest, 'softmaxCrossEntropy', deepestTolerance, 12),
  },
]
