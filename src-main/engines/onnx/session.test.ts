import { describe, expect, test } from 'vitest'
import { EngineFailure, type Optimizer } from '#engines/engine.ts'
import { cheatingCnn } from '#models/cheating-cnn.ts'
import { initialWeights } from '#models/initial-weights.ts'
import { mlp } from '#models/mlp.ts'
import type { Model, Weights } from '#models/model.ts'
import { forwardBackward, type ReferenceWeights } from '#models/reference-network.ts'
import { applyUpdate, freshState } from '#models/reference-optimizer.ts'
import { resnet } from '#models/resnet.ts'
import { sizeOf } from '#models/shapes.ts'
import { simpleCnn } from '#models/simple-cnn.ts'
import { Random } from '#numeric/random.ts'
import { openOnnxEngine } from './engine.ts'
import { OnnxSession } from './session.ts'
import { openNative, type Runtime } from './runtime.ts'
import { inOrder, openSession, randomExamples, relativeError } from './engine.testing.ts'

const small = mlp({ classes: 3, input: [6], hidden: [5] })
/** Large enough that its first weight is stored, and updated, by itself. */
const large = mlp({ classes: 3, input: [90], hidden: [50] })
const optimizers: Optimizer[] = [
  { kind: 'sgd', learningRate: 0.1 },
  { kind: 'momentum', learningRate: 0.1, momentum: 0.9 },
  { kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
]
const order = (steps: number, count: number): Int32Array => inOrder(steps).map((i) => (7 * i) % count)

/** Ten steps of four examples in float64, with the rate divided by five after the fifth. */
function referenceRun(model: Model, optimizer: Optimizer): { losses: number[]; weights: ReferenceWeights } {
  const examples = randomExamples(model, 'softmaxCrossEntropy', 11)
  const width = sizeOf(model.input)
  let weights: ReferenceWeights = initialWeights(model, new Random(2))
  let state = freshState
  const losses: number[] = []
  const all = order(40, 11)
  for (let step = 0; step < 10; step++) {
    const batch = [...all.subarray(4 * step, 4 * step + 4)]
    const rows = batch.flatMap((i) => [...examples.inputs.subarray(i * width, (i + 1) * width)])
    const inputs = Float64Array.from(rows)
    const targets = batch.map((i) => examples.targets[i] ?? NaN)
    const pass = forwardBackward(model, 'softmaxCrossEntropy', weights, inputs, targets, { isTraining: true })
    losses.push(pass.loss)
    const learningRate = optimizer.learningRate / (step < 5 ? 1 : 5)
    const update = applyUpdate(
      { ...optimizer, learningRate },
      { ...weights, ...pass.buffers },
      pass.gradients,
      state,
    )
    weights = update.weights
    state = update.state
  }
  return { losses, weights }
}

describe('training follows the float64 reference', () => {
  const narrow = resnet({ depth: 18, classes: 3, form: 'cifar', side: 8, width: 4 })
  for (const optimizer of optimizers)
    for (const model of [small, large, simpleCnn({ classes: 3, input: [1, 12, 12] })])
      test(`${optimizer.kind}, ${model.name} of ${model.input.join(' x ')}, with a change of rate`, async () => {
        const session = await openSession(model, { optimizer })
        const examples = randomExamples(model, 'softmaxCrossEntropy', 11)
        const all = order(40, 11)
        const early = await session.train(examples, all.subarray(0, 20))
        session.setLearningRate(optimizer.learningRate / 5)
        const late = await session.train(examples, all.subarray(20))
        const wanted = referenceRun(model, optimizer)
        expect(relativeError([...early, ...late], wanted.losses)).toBeLessThan(1e-5)
        const weights = await session.readWeights()
        for (const [name, values] of Object.entries(wanted.weights))
          expect(relativeError(weights[name] ?? [], values), name).toBeLessThan(1e-4)
        await session.dispose()
      })

  test('running statistics and a shorter last batch', async () => {
    const session = await openSession(narrow)
    const examples = randomExamples(narrow, 'softmaxCrossEntropy', 6)
    const losses = await session.train(examples, inOrder(6))
    expect(losses.length).toBe(2)
    let weights: ReferenceWeights = initialWeights(narrow, new Random(2))
    for (const [index, rows] of [
      [0, 4],
      [4, 2],
    ] as const) {
      const size = sizeOf(narrow.input)
      const inputs = examples.inputs.subarray(index * size, (index + rows) * size)
      const targets = examples.targets.subarray(index, index + rows)
      const pass = forwardBackward(narrow, 'softmaxCrossEntropy', weights, inputs, targets, {
        isTraining: true,
      })
      expect(losses[index / 4]).toBeCloseTo(pass.loss, 3)
      const rule = { kind: 'sgd', learningRate: 0.1 } as const
      weights = applyUpdate(rule, { ...weights, ...pass.buffers }, pass.gradients, freshState).weights
    }
    const read = await session.readWeights()
    for (const name of ['bn1.running_mean', 'bn1.running_var'])
      expect(relativeError(read[name] ?? [], weights[name] ?? []), name).toBeLessThan(1e-4)
    await session.dispose()
  })
})

test('dropout draws its masks step after step from the generator, however the steps are split', async () => {
  const model = cheatingCnn({ dropRate: 0.75, input: [1, 8, 8], classes: 3 })
  const examples = randomExamples(model, 'softmaxCrossEntropy', 8)
  const random = new Random(3)
  const mask = (size: number): number[] =>
    Array.from({ length: size }, () => (random.uniform() < 0.75 ? 0 : 1))
  const dropoutMasks = { dropout1: mask(4 * 16 * 16), dropout2: mask(4 * 32 * 4) }
  const weights = initialWeights(model, new Random(2))
  const wanted = forwardBackward(
    model,
    'softmaxCrossEntropy',
    weights,
    examples.inputs.subarray(0, 4 * 64),
    examples.targets.subarray(0, 4),
    { isTraining: true, dropoutMasks },
  )
  const session = await openSession(model)
  const gradients = await session.gradients(examples, inOrder(4))
  for (const [name, values] of Object.entries(wanted.gradients))
    expect(relativeError(gradients[name] ?? [], values), name).toBeLessThan(2e-5)
  await session.dispose()

  const whole = await openSession(model)
  const parts = await openSession(model)
  const all = order(80, 8)
  const together = await whole.train(examples, all)
  const apart = []
  for (let i = 0; i < 80; i += 16) apart.push(...(await parts.train(examples, all.subarray(i, i + 16))))
  expect(apart).toEqual([...together])
  await whole.dispose()
  await parts.dispose()
})

test('the same seed gives the same losses and weights bit for bit', async () => {
  const model = simpleCnn({ classes: 3 })
  const run = async (): Promise<[Float32Array, Weights]> => {
    const session = await openSession(model, {
      optimizer: { kind: 'momentum', learningRate: 0.05, momentum: 0.9 },
    })
    const losses = await session.train(randomExamples(model, 'softmaxCrossEntropy', 20), order(200, 20))
    const weights = await session.readWeights()
    await session.dispose()
    return [losses, weights]
  }
  expect(await run()).toEqual(await run())
})

test('frozen parameters stay as they were; written weights start over', async () => {
  const model = simpleCnn({ classes: 3, input: [1, 12, 12], hasFrozenConvolutions: true })
  const start = initialWeights(model, new Random(2))
  const session = await openSession(model, {
    optimizer: { kind: 'momentum', learningRate: 0.1, momentum: 0.9 },
  })
  const examples = randomExamples(model, 'softmaxCrossEntropy', 8)
  const once = await session.train(examples, order(40, 8))
  const trained = await session.readWeights()
  expect(trained['conv1.weight']).toEqual(start['conv1.weight'])
  expect(trained['fc.weight']).not.toEqual(start['fc.weight'])
  await session.writeWeights(start)
  expect(await session.train(examples, order(40, 8))).toEqual(once)
  expect(await session.readWeights()).toEqual(trained)
  expect(session.memory().heldBytes).toBeGreaterThan(4 * 606)
  await session.dispose()
})

test('what cannot be done is said in a sentence', async () => {
  const session = await openSession(small)
  const examples = randomExamples(small, 'softmaxCrossEntropy', 4)
  await expect(session.train(examples, Int32Array.of(0, 4))).rejects.toThrow('no example 4 among 4')
  await expect(session.train({ ...examples, count: 5 }, inOrder(4))).rejects.toThrow('5 examples need 30')
  await expect(session.writeWeights({})).rejects.toThrow('Parameter "fc1.weight" needs 30 values')
  await session.dispose()
  await expect(session.readWeights()).rejects.toBeInstanceOf(EngineFailure)
})

test('a GPU that is lost in the middle ends the training in one sentence, and the session closes', async () => {
  const native = await openNative({ threads: 1 })
  let isLost = false
  const runtime: Runtime = {
    ...native,
    async open(model, opening) {
      const session = await native.open(model, opening)
      const lost = new Error('Failed to download data from buffer. wgpu::MapAsyncStatus value: 3')
      return { ...session, run: (...given) => (isLost ? Promise.reject(lost) : session.run(...given)) }
    },
  }
  const options = {
    ...({ model: small, loss: 'softmaxCrossEntropy', batchSize: 4, random: new Random(3) } as const),
    ...({ optimizer: { kind: 'sgd', learningRate: 0.1 } } as const),
    weights: initialWeights(small, new Random(2)),
  }
  const examples = randomExamples(small, 'softmaxCrossEntropy', 8)
  const session = await OnnxSession.open(runtime, options)
  await session.train(examples, inOrder(8))
  isLost = true
  const failure = await session.train(examples, inOrder(8)).then(null, (error: unknown) => error)
  expect(failure).toBeInstanceOf(EngineFailure)
  expect(failure).toMatchObject({
    message: expect.stringMatching(/^The GPU was lost while training: [^.]*\.$/),
  })
  await session.dispose()
})

test('WebAssembly runs the same graphs, and the description says so', async () => {
  const engine = await openOnnxEngine('Opened by a test.', { device: 'wasm', threads: 1 })
  expect(engine.description.device).toMatchObject({ id: 'wasm', kind: 'cpu', api: 'wasm' })
  const model = simpleCnn({ classes: 3, input: [1, 12, 12] })
  const options = {
    model,
    loss: 'softmaxCrossEntropy',
    optimizer: { kind: 'momentum', learningRate: 0.1, momentum: 0.9 },
    batchSize: 4,
    weights: initialWeights(model, new Random(2)),
    random: new Random(3),
  } as const
  const examples = randomExamples(model, 'softmaxCrossEntropy', 9)
  const there = await engine.compile(options)
  const here = await openSession(model, options)
  const wanted = await here.train(examples, order(42, 9))
  expect(relativeError(await there.train(examples, order(42, 9)), wanted)).toBeLessThan(1e-5)
  const evaluation = await here.evaluate(examples)
  expect((await there.evaluate(examples)).loss).toBeCloseTo(evaluation.loss, 5)
  await there.dispose()
  await here.dispose()
})

test.each([simpleCnn({ classes: 3, input: [1, 12, 12] }), small])(
  'evaluation of $name in full runs and a rest is that of every example by itself',
  async (model) => {
    const session = await openSession(model)
    const examples = randomExamples(model, 'softmaxCrossEntropy', 107)
    const { outputs } = await session.evaluate(examples)
    const width = sizeOf(model.input)
    for (let row = 0; row < examples.count; row++) {
      const inputs = examples.inputs.subarray(row * width, (row + 1) * width)
      const alone = await session.evaluate({
        inputs,
        targets: examples.targets.slice(row, row + 1),
        count: 1,
      })
      expect(relativeError(outputs.subarray(3 * row, 3 * row + 3), alone.outputs)).toBeLessThan(1e-5)
    }
    await session.dispose()
  },
)
