import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { Random } from '#numeric/random.ts'
import type { Loss, Model, Weights } from '#models/model.ts'
import type { Engine, ExampleSet, Optimizer } from '../engine.ts'
import type { Check } from './engine-suite.ts'
import { expectAllClose, expectClose, withSession } from './engine-suite-data.ts'

/** What bench/pytorch/make_fixtures.py writes; strings are little-endian int32 or float32 in base64. */
interface Fixture {
  readonly model: Model
  readonly loss: Loss
  readonly optimizer: Optimizer
  readonly batchSize: number
  readonly count: number
  readonly inputs: string
  readonly targets: string
  /** Row numbers of each epoch, one after another. */
  readonly orders: string
  readonly initial: Readonly<Record<string, string>>
  readonly gradients: Readonly<Record<string, string>>
  readonly losses: readonly number[]
  readonly final: Readonly<Record<string, string>>
  readonly evaluation: { readonly loss: number; readonly outputs: string }
}

/**
 * PyTorch's own float32 strays from the float64 trajectory by at most 1e-6 in these (`float32Deviation` of each
 * fixture); another order of summing may stray as far again several times over.
 */
const lossTolerance = 1e-5
const weightTolerance = 2e-5
/** Of the first batch, relative to the largest gradient of the tensor. */
const gradientTolerance = 5e-5

const folder = new URL('../fixtures/', import.meta.url)

const bytes = (text: string): ArrayBuffer => Uint8Array.from(Buffer.from(text, 'base64')).buffer
const floats = (text: string): Float32Array => new Float32Array(bytes(text))
const integers = (text: string): Int32Array => new Int32Array(bytes(text))
const allFloats = (texts: Readonly<Record<string, string>>): Weights =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, floats(text)]))

async function follow(engine: Engine, fixture: Fixture): Promise<void> {
  const { model, loss, optimizer, batchSize, count } = fixture
  const isRegression = loss === 'meanSquaredError'
  const examples: ExampleSet = {
    inputs: floats(fixture.inputs),
    targets: isRegression ? floats(fixture.targets) : integers(fixture.targets),
    count,
  }
  const options = {
    model,
    loss,
    optimizer,
    batchSize,
    weights: allFloats(fixture.initial),
    random: new Random(1),
  }
  await withSession(engine, options, async (session) => {
    const orders = integers(fixture.orders)
    const first = await session.gradients(examples, orders.slice(0, batchSize))
    expectAllClose(first, allFloats(fixture.gradients), gradientTolerance)
    const losses: number[] = []
    for (let start = 0; start < orders.length; start += count)
      losses.push(...(await session.train(examples, orders.slice(start, start + count))))
    expect(losses).toHaveLength(20)
    expectClose(losses, fixture.losses, lossTolerance, 'loss of step')
    const final = await session.readWeights()
    expect(Object.keys(final).sort()).toEqual(Object.keys(fixture.final).sort())
    for (const [name, text] of Object.entries(fixture.final))
      expectClose(final[name] ?? [], floats(text), weightTolerance, name)
    const evaluation = await session.evaluate(examples)
    expectClose([evaluation.loss], [fixture.evaluation.loss], 2e-5, 'evaluated loss')
    expectClose(evaluation.outputs, floats(fixture.evaluation.outputs), 2e-4, 'output')
  })
}

const readFixture = (file: string): Fixture =>
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Fixture

/** Every fixture: first gradients, 20 losses, the weights at the end, and the evaluation with them. */
export const trajectoryChecks: readonly Check[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => {
    const fixture = readFixture(file)
    return {
      title: `${fixture.model.name} with ${fixture.optimizer.kind}: 20 losses within 1e-5 of PyTorch's, weights within 2e-5`,
      run: (engine: Engine) => follow(engine, fixture),
    }
  })
