/**
 * One engine in a process of its own, asked over stdin, one JSON object a line: `{ model, batchSize }` compiles and
 * takes the first step, `{ steps }` trains that many and answers with the seconds, `{ memory }` with the peak
 * resident bytes of the process. Arguments: the engine's name, the lab's data folder and the device ("auto" if absent).
 */
import { createInterface } from 'node:readline'
import { engineOnDevice } from '#contract/devices.ts'
import { openEngine } from '#engines/registry.ts'
import { initialWeights } from '#models/initial-weights.ts'
import { modelOutputShape, sizeOf } from '#models/shapes.ts'
import { Random } from '#numeric/random.ts'

const [name = 'auto', home = '', device = 'auto'] = process.argv.slice(2)
const answer = (content) => console.log(JSON.stringify(content))
/** Batches that lie ready unless the question says how many; training goes round them. */
const usualBatches = 8
/** @typedef {{ session: import('#engines/engine.ts').TrainingSession, examples: import('#engines/engine.ts').ExampleSet, batchSize: number }} Compiled */
/** @type {{ compiled: Compiled | null }} */
const state = { compiled: null }

function drawExamples(model, count) {
  const random = new Random(182)
  const classes = sizeOf(modelOutputShape(model))
  return {
    inputs: Float32Array.from({ length: count * sizeOf(model.input) }, () => random.normal()),
    targets: Int32Array.from({ length: count }, () => random.integer(classes)),
    count,
  }
}

async function prepare(engine, { model, batchSize, batches = usualBatches }) {
  const examples = drawExamples(model, batches * batchSize)
  const weights = initialWeights(model, new Random(1))
  const start = performance.now()
  const session = await engine.compile({
    model,
    loss: 'softmaxCrossEntropy',
    optimizer: { kind: 'momentum', learningRate: 0.001, momentum: 0.9 },
    batchSize,
    weights,
    random: new Random(2),
  })
  await session.train(
    examples,
    Int32Array.from({ length: batchSize }, (_, row) => row),
  )
  state.compiled = { session, examples, batchSize }
  return { firstStepSeconds: (performance.now() - start) / 1000 }
}

/** Every step's loss comes back, as the PyTorch side reads it back. */
async function train(steps) {
  if (!state.compiled) throw new Error('A model must be compiled before it is trained.')
  const { session, examples, batchSize } = state.compiled
  const order = Int32Array.from({ length: steps * batchSize }, (_, row) => row % examples.count)
  const start = performance.now()
  const losses = await session.train(examples, order)
  const seconds = (performance.now() - start) / 1000
  if (losses.length !== steps) throw new Error(`${losses.length} losses for ${steps} steps`)
  return { seconds, loss: losses.at(-1) }
}

try {
  const engine = await openEngine(name, home, { device })
  const { version, detail } = engine.description
  answer({ name: `${engineOnDevice(engine.description)}, ${version}, ${detail}` })
  for await (const line of createInterface({ input: process.stdin })) {
    const question = JSON.parse(line)
    if (question.model) answer(await prepare(engine, question))
    else if (question.steps) answer(await train(question.steps))
    else answer({ peakBytes: process.resourceUsage().maxRSS * 1024 })
  }
  await state.compiled?.session.dispose()
  await engine.close()
} catch (error) {
  answer({ problem: error instanceof Error ? error.message : String(error) })
}
