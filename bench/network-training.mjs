import { initialWeights } from '#models/initial-weights.ts'
import { modelOutputShape, sizeOf } from '#models/shapes.ts'
import { Random } from '#numeric/random.ts'

/** Inputs of a normal distribution and classes of a uniform one. */
function drawExamples(model, count) {
  const random = new Random(182)
  const classes = sizeOf(modelOutputShape(model))
  return {
    inputs: Float32Array.from({ length: count * sizeOf(model.input) }, () => random.normal()),
    targets: Int32Array.from({ length: count }, () => random.integer(classes)),
    count,
  }
}

/**
 * A network to be trained by SGD with momentum on `batches` batches that lie ready; after its first step, whose seconds,
 * compilation included, are told too.
 */
export async function openTraining(engine, { model, batchSize, batches }) {
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
  /** Every step's loss comes back, as the PyTorch side reads it back. */
  const train = async (steps) => {
    const order = Int32Array.from({ length: steps * batchSize }, (_, row) => row % examples.count)
    const began = performance.now()
    const losses = await session.train(examples, order)
    const seconds = (performance.now() - began) / 1000
    if (losses.length !== steps) throw new Error(`${losses.length} losses for ${steps} steps`)
    return { seconds, loss: losses.at(-1) }
  }
  await train(1)
  return { session, train, firstStepSeconds: (performance.now() - start) / 1000 }
}
