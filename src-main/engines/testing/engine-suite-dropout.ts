import { expect } from 'vitest'
import type { Model, Weights } from '#models/model.ts'
import { forwardBackward } from '#models/reference-network.ts'
import { Random } from '#numeric/random.ts'
import type { Engine, ExampleSet } from '../engine.ts'
import type { Check } from './engine-suite.ts'
import { drawExamples, drawWeights, expectClose, inOrder, withSession } from './engine-suite-data.ts'
import { dense } from './engine-suite-models.ts'

const inputs = 400
const rate = 0.3
const model: Model = {
  name: 'dropout',
  input: [inputs],
  layers: [{ kind: 'dropout', name: 'dropout', rate }, dense('fc', 2)],
}

/** Which inputs were kept in a step on row 0 alone: those whose weights moved. */
function keptIn(before: Weights, after: Weights): number[] {
  const [old, now] = [before['fc.weight'] ?? [], after['fc.weight'] ?? []]
  return Array.from({ length: inputs }, (_, i) => (now[i] === old[i] ? 0 : 1))
}

/** One row a step: the mask shows in which weights moved, and how far they moved must be what that mask gives. */
async function masksAreRight(engine: Engine): Promise<void> {
  const one: ExampleSet = { ...drawExamples(model, 'meanSquaredError', 1), count: 1 }
  const options = {
    model,
    loss: 'meanSquaredError' as const,
    optimizer: { kind: 'sgd', learningRate: 0.001 } as const,
    batchSize: 1,
    weights: drawWeights(model),
    random: new Random(4),
  }
  await withSession(engine, options, async (session) => {
    const masks: number[][] = []
    for (let step = 0; step < 8; step++) {
      const before = await session.readWeights()
      const [loss] = await session.train(one, inOrder(1))
      const after = await session.readWeights()
      const kept = keptIn(before, after)
      const dropoutMasks = { dropout: kept }
      const truth = forwardBackward(model, 'meanSquaredError', before, one.inputs, one.targets, {
        isTraining: true,
        dropoutMasks,
      })
      expectClose([loss ?? NaN], [truth.loss], 1e-5 * Math.max(1, truth.loss), 'loss')
      const expected = Array.from(
        before['fc.weight'] ?? [],
        (value, i) => value - 0.001 * (truth.gradients['fc.weight']?.[i] ?? NaN),
      )
      expectClose(after['fc.weight'] ?? [], expected, 1e-5, 'fc.weight')
      masks.push(kept)
    }
    const share = masks.flat().reduce((sum, kept) => sum + kept, 0) / masks.flat().length
    // 3200 draws: the standard deviation of the share is 0.0081; five of them.
    expect(Math.abs(share - (1 - rate)), `share kept: ${share}`).toBeLessThan(0.041)
    expect(new Set(masks.map((mask) => mask.join(''))).size).toBe(masks.length)
  })
}

/** The rows of a batch that holds one example twice have masks of their own: their outputs differ, so does the mean. */
async function rowsDrawTheirOwn(engine: Engine): Promise<void> {
  const examples = drawExamples(model, 'meanSquaredError', 1)
  const options = { model, loss: 'meanSquaredError' as const, batchSize: 2, weights: drawWeights(model) }
  await withSession(engine, options, async (session) => {
    const before = await session.readWeights()
    await session.train(examples, new Int32Array(2))
    const moved = keptIn(before, await session.readWeights()).reduce((sum, kept) => sum + kept, 0)
    // One mask for both rows would move 280 of 400 weights (deviation 9); two masks move 364 (deviation 6).
    expect(moved).toBeGreaterThan(330)
  })
}

export const dropoutChecks: readonly Check[] = [
  {
    title: 'dropout: masks of the right share, kept values scaled, another mask each step',
    run: masksAreRight,
  },
  { title: 'dropout: each row has a mask of its own', run: rowsDrawTheirOwn },
]
