import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect } from 'vitest'
import { mlp } from '#models/mlp.ts'
import { ModelError, type Model } from '#models/model.ts'
import { simpleCnn } from '#models/simple-cnn.ts'
import { EngineFailure, type Engine } from '../engine.ts'
import type { Check } from './engine-suite.ts'
import { drawExamples, drawOrder, drawWeights, expectSame, inOrder } from './engine-suite-data.ts'
import { optionsFor, withSession } from './engine-suite-data.ts'
import { conv, dense, shortResnet } from './engine-suite-models.ts'

const momentum = { kind: 'momentum', learningRate: 0.02, momentum: 0.9 } as const
const cnn = simpleCnn({ classes: 3, kernel: 3, input: [1, 8, 8] })
const withBatchNorm = shortResnet

async function weightsRoundTrip(engine: Engine): Promise<void> {
  const given = drawWeights(withBatchNorm, 8)
  await withSession(engine, { model: withBatchNorm }, async (session) => {
    await session.writeWeights(given)
    const read = await session.readWeights()
    expectSame(read, given)
    // What was read is the caller's: neither later steps nor writing into it may reach the session's weights.
    await session.train(drawExamples(withBatchNorm, 'softmaxCrossEntropy', 4), inOrder(4))
    expectSame(read, drawWeights(withBatchNorm, 8))
    const before = structuredClone(await session.readWeights())
    const name = 'fc.bias'
    ;(await session.readWeights())[name]?.fill(100)
    expectSame(await session.readWeights(), before)
    expect([...(before[name] ?? [])]).not.toEqual([...(given[name] ?? [])])
  })
}

async function writingRestartsTheOptimizer(engine: Engine): Promise<void> {
  const examples = drawExamples(cnn, 'softmaxCrossEntropy', 12)
  const adam = { kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const
  for (const optimizer of [momentum, adam])
    await withSession(engine, { model: cnn, optimizer }, async (session) => {
      const first = await session.train(examples, inOrder(12))
      await session.writeWeights(drawWeights(cnn))
      expect([...(await session.train(examples, inOrder(12)))]).toEqual([...first])
    })
}

async function givenIsNotChanged(engine: Engine): Promise<void> {
  const weights = drawWeights(cnn)
  const examples = drawExamples(cnn, 'softmaxCrossEntropy', 8)
  await withSession(engine, { model: cnn, weights }, async (session) => {
    await session.train(examples, inOrder(8))
    await session.evaluate(examples)
  })
  expectSame(weights, drawWeights(cnn))
  expect(examples).toEqual(drawExamples(cnn, 'softmaxCrossEntropy', 8))
}

async function sessionsAreApart(engine: Engine): Promise<void> {
  const examples = drawExamples(cnn, 'softmaxCrossEntropy', 8)
  const alone = await withSession(engine, { model: cnn }, (session) => session.train(examples, inOrder(8)))
  await withSession(engine, { model: cnn }, async (one) => {
    await withSession(engine, { model: cnn }, (other) => other.train(examples, drawOrder(40, 8)))
    expect([...(await one.train(examples, inOrder(8)))]).toEqual([...alone])
  })
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const allowedGrowth = 36e6
const wide = mlp({ classes: 10, hidden: [256, 256], input: [256] })

/**
 * One copy of these weights is 0.55 MB, so a leak of one a step would be 110 MB in 200 steps; a third of a copy
 * is allowed. The least growth of three rounds counts: what is leaked grows in every round, noise does not. One
 * round within the limit settles it.
 */
async function doesNotGrow(engine: Engine): Promise<void> {
  const examples = drawExamples(wide, 'softmaxCrossEntropy', 64)
  await withSession(engine, { model: wide, optimizer: momentum, batchSize: 16 }, async (session) => {
    const reading = async (steps: number) => {
      await session.train(examples, drawOrder(steps * 16, 64))
      await session.evaluate(examples)
      collectGarbage()
      return session.memory()
    }
    let before = await reading(50)
    expect(before.heldBytes).toBeGreaterThanOrEqual(2 * 4 * 134_410) // parameters and velocities
    const growth: number[] = []
    for (let round = 0; round < 3 && !growth.some((bytes) => bytes < allowedGrowth); round++) {
      const after = await reading(200)
      expect(after.tensors).toBe(before.tensors)
      expect(after.heldBytes).toBe(before.heldBytes)
      growth.push(after.residentBytes - before.residentBytes)
      before = after
    }
    expect(Math.min(...growth), `bytes of growth in 200 steps: ${growth.join(', ')}`).toBeLessThan(
      allowedGrowth,
    )
  })
}

async function disposes(engine: Engine): Promise<void> {
  const examples = drawExamples(cnn, 'softmaxCrossEntropy', 4)
  await withSession(engine, { model: cnn }, async (kept) => {
    const { tensors } = kept.memory()
    const session = await engine.compile(optionsFor({ model: cnn }))
    await session.train(examples, inOrder(4))
    await session.evaluate(examples)
    await session.dispose()
    expect(kept.memory().tensors).toBe(tensors)
    await expect(session.train(examples, inOrder(4))).rejects.toThrow()
    expect(await kept.train(examples, inOrder(4))).toHaveLength(1)
  })
}

/** After what failed, the engine trains as if nothing had happened. */
async function stillWorks(engine: Engine): Promise<void> {
  const examples = drawExamples(cnn, 'softmaxCrossEntropy', 4)
  const losses = await withSession(engine, { model: cnn }, (session) => session.train(examples, inOrder(4)))
  expect(losses).toHaveLength(1)
  expect(losses[0]).toBeGreaterThan(0)
}

/** What compiling and two steps throw; null where both succeed. */
async function failureOf(engine: Engine, model: Model, batchSize: number): Promise<unknown> {
  const width = model.input.reduce((product, side) => product * side, 1)
  const examples = { inputs: new Float32Array(width), targets: new Int32Array(1), count: 1 }
  try {
    await withSession(engine, { model, batchSize, weights: drawWeights(model) }, (session) =>
      session.train(examples, new Int32Array(batchSize)),
    )
    return null
  } catch (error) {
    return error
  }
}

/** Its activations are 2^48 bytes at batch 1024, more than a process can address, however much memory is promised. */
const tooLarge: Model = {
  name: 'more than any memory',
  input: [1, 128, 128],
  layers: [
    conv('conv', { filters: 2 ** 22, kernel: 1, hasBias: false }),
    { kind: 'globalAveragePool', name: 'average' },
    dense('fc', 2),
  ],
}

async function survivesOutOfMemory(engine: Engine): Promise<void> {
  const failure = await failureOf(engine, tooLarge, 1024)
  expect(failure).toBeInstanceOf(EngineFailure)
  // WebAssembly refuses the shape before it asks for the memory.
  const { isOutOfMemory, message } = failure as EngineFailure
  expect(isOutOfMemory || /too large/i.test(message), message).toBe(true)
  await stillWorks(engine)
}

async function survivesMisfits(engine: Engine): Promise<void> {
  const misfit: Model = { name: 'no flatten', input: [1, 8, 8], layers: [conv('conv'), dense('fc', 3)] }
  const isRefusal = (error: unknown): boolean => error instanceof EngineFailure || error instanceof ModelError
  const compiling = engine.compile({ ...optionsFor({ model: cnn }), model: misfit })
  expect(isRefusal(await compiling.then(null, (error: unknown) => error))).toBe(true)
  const short = { ...drawWeights(cnn), 'fc.bias': new Float32Array(2) }
  const withShort = engine.compile(optionsFor({ model: cnn, weights: short }))
  expect(isRefusal(await withShort.then(null, (error: unknown) => error))).toBe(true)
  await stillWorks(engine)
}

export const sessionChecks: readonly Check[] = [
  { title: 'weights written are read back bit for bit, as a copy', run: weightsRoundTrip },
  { title: 'writing weights starts the optimizer over', run: writingRestartsTheOptimizer },
  { title: 'given weights and examples are not changed', run: givenIsNotChanged },
  { title: 'two sessions do not know each other', run: sessionsAreApart },
  { title: 'no growth of tensors or resident memory in 200 steps', run: doesNotGrow },
  { title: 'a disposed session gives its tensors back and refuses to train', run: disposes },
  {
    title: 'a model too large for memory is an EngineFailure and the engine lives',
    run: survivesOutOfMemory,
  },
  { title: 'a misfitting model or weight is refused and the engine lives', run: survivesMisfits },
]
