import { expect } from 'vitest'
import { cheatingCnn } from '#models/cheating-cnn.ts'
import type { Model } from '#models/model.ts'
import { forwardBackward } from '#models/reference-network.ts'
import { simpleCnn } from '#models/simple-cnn.ts'
import type { Engine } from '../engine.ts'
import type { Check } from './engine-suite.ts'
import { drawExamples, drawOrder, drawWeights, expectAllClose, expectClose } from './engine-suite-data.ts'
import { expectSame, inOrder, withSession, type SessionOptions } from './engine-suite-data.ts'
import { shortResnet } from './engine-suite-models.ts'
import { openReferenceEngine } from './engine-suite-reference.ts'

const momentum = { kind: 'momentum', learningRate: 0.02, momentum: 0.9 } as const
const adam = { kind: 'adam', learningRate: 0.005, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const
const cnn = simpleCnn({ classes: 3, kernel: 3, input: [1, 8, 8] })
const withDropout = cheatingCnn({ dropRate: 0.5, input: [3, 8, 8], classes: 4 })
const withBatchNorm = shortResnet

/** Losses of training in one call, and the weights after it. */
async function curve(engine: Engine, options: SessionOptions, steps = 8) {
  const { model, batchSize = 4 } = options
  const examples = drawExamples(model, 'softmaxCrossEntropy', 16)
  return withSession(engine, options, async (session) => ({
    losses: await session.train(examples, drawOrder(steps * batchSize, 16)),
    weights: await session.readWeights(),
  }))
}

async function sameSeedSameCurve(engine: Engine, model: Model): Promise<void> {
  const first = await curve(engine, { model, optimizer: momentum })
  const second = await curve(engine, { model, optimizer: momentum })
  expect([...first.losses]).toEqual([...second.losses])
  expectSame(second.weights, first.weights)
  expect(new Set(first.losses).size).toBeGreaterThan(5)
}

async function seedMatters(engine: Engine): Promise<void> {
  const first = await curve(engine, { model: withDropout, seed: 1 })
  const second = await curve(engine, { model: withDropout, seed: 2 })
  expect([...first.losses]).not.toEqual([...second.losses])
}

async function callsDoNotMatter(engine: Engine): Promise<void> {
  const examples = drawExamples(withDropout, 'softmaxCrossEntropy', 16)
  const order = drawOrder(40, 16)
  const options = { model: withDropout, optimizer: momentum }
  const atOnce = await withSession(engine, options, (session) => session.train(examples, order))
  const apart = await withSession(engine, options, async (session) => {
    const losses: number[] = []
    for (let start = 0; start < order.length; start += 4)
      losses.push(...(await session.train(examples, order.slice(start, start + 4))))
    return losses
  })
  expectClose(apart, atOnce, 0, 'loss of step')
}

async function frozenStays(engine: Engine): Promise<void> {
  const model = simpleCnn({ classes: 3, kernel: 3, input: [1, 8, 8], hasFrozenConvolutions: true })
  const before = drawWeights(model)
  for (const optimizer of [momentum, { ...adam, learningRate: 0.05 }]) {
    const { weights } = await curve(engine, { model, optimizer })
    for (const name of ['conv1.weight', 'conv1.bias', 'conv2.weight', 'conv2.bias'])
      expect([...(weights[name] ?? [])], name).toEqual([...(before[name] ?? [])])
    expect([...(weights['fc.weight'] ?? [])]).not.toEqual([...(before['fc.weight'] ?? [])])
  }
}
async function shortBatch(engine: Engine): Promise<void> {
  const truth = await openReferenceEngine()
  const examples = drawExamples(withBatchNorm, 'softmaxCrossEntropy', 11)
  const run = (on: Engine) =>
    withSession(on, { model: withBatchNorm, batchSize: 4 }, async (session) => ({
      // Twice 11 examples in batches of 4: the short batch of 3, then full ones again.
      losses: [
        ...(await session.train(examples, inOrder(11))),
        ...(await session.train(examples, inOrder(11))),
      ],
      weights: await session.readWeights(),
    }))
  const [expected, actual] = [await run(truth), await run(engine)]
  expect(actual.losses).toHaveLength(6)
  expectClose(actual.losses, expected.losses, 2e-5, 'loss of step')
  expectAllClose(actual.weights, expected.weights, 1e-4)
}

async function evaluates(engine: Engine, model: Model): Promise<void> {
  const examples = drawExamples(model, 'softmaxCrossEntropy', 11)
  await withSession(engine, { model, batchSize: 4 }, async (session) => {
    await session.train(examples, drawOrder(20, 11))
    const weights = await session.readWeights()
    const { loss, accuracy, outputs } = await session.evaluate(examples)
    const truth = forwardBackward(model, 'softmaxCrossEntropy', weights, examples.inputs, examples.targets, {
      isTraining: false,
    })
    expectClose([loss], [truth.loss], 1e-5 * Math.max(1, truth.loss), 'loss')
    expectAllClose({ outputs }, { outputs: truth.outputs }, 2e-5)
    const classes = outputs.length / 11
    const right = inOrder(11).filter((row) => {
      const scores = truth.outputs.slice(row * classes, (row + 1) * classes)
      return scores.indexOf(Math.max(...scores)) === examples.targets[row]
    })
    expect(accuracy).toBeCloseTo(right.length / 11, 6)
    expectSame(await session.readWeights(), weights)
    const again = await session.evaluate(examples)
    expect([...again.outputs]).toEqual([...outputs])
  })
}

async function evaluatesSquaredError(engine: Engine): Promise<void> {
  const examples = drawExamples(cnn, 'meanSquaredError', 5)
  await withSession(engine, { model: cnn, loss: 'meanSquaredError' }, async (session) => {
    const { loss, accuracy } = await session.evaluate(examples)
    const { inputs, targets } = examples
    const weights = drawWeights(cnn)
    const truth = forwardBackward(cnn, 'meanSquaredError', weights, inputs, targets, { isTraining: false })
    expect(accuracy).toBeNull()
    expectClose([loss], [truth.loss], 1e-5, 'loss')
  })
}

async function changesLearningRate(engine: Engine): Promise<void> {
  const truth = await openReferenceEngine()
  const examples = drawExamples(cnn, 'softmaxCrossEntropy', 8)
  for (const optimizer of [momentum, adam, { kind: 'sgd', learningRate: 0.1 } as const]) {
    const run = (on: Engine) =>
      withSession(on, { model: cnn, optimizer }, async (session) => {
        await session.train(examples, inOrder(8))
        const before = await session.readWeights()
        session.setLearningRate(0)
        await session.train(examples, inOrder(8))
        expectSame(await session.readWeights(), before)
        session.setLearningRate(3 * optimizer.learningRate)
        await session.train(examples, inOrder(8))
        return session.readWeights()
      })
    expectAllClose(await run(engine), await run(truth), 5e-5)
  }
}

export const trainingChecks: readonly Check[] = [
  ...[cnn, withDropout, withBatchNorm].map((model) => ({
    title: `${model.name}: same seed, same curve, bit for bit`,
    run: (engine: Engine) => sameSeedSameCurve(engine, model),
  })),
  { title: 'another seed draws other dropout masks', run: seedMatters },
  { title: 'many steps in one call or one step a call: the same curve', run: callsDoNotMatter },
  { title: 'frozen parameters stay bit for bit', run: frozenStays },
  { title: 'a shorter last batch trains like any other', run: shortBatch },
  ...[cnn, withDropout, withBatchNorm].map((model) => ({
    title: `${model.name}: evaluation uses running statistics and no dropout, and changes nothing`,
    run: (engine: Engine) => evaluates(engine, model),
  })),
  { title: 'evaluation of the squared error has no accuracy', run: evaluatesSquaredError },
  { title: 'the learning rate can be changed between steps', run: changesLearningRate },
]
