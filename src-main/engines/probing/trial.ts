import { initialWeights } from '#models/initial-weights.ts'
import type { Layer, Model } from '#models/model.ts'
import { forwardBackward, type ReferenceWeights } from '#models/reference-network.ts'
import { applyUpdate, freshState } from '#models/reference-optimizer.ts'
import { sizeOf } from '#models/shapes.ts'
import { Random } from '#numeric/random.ts'
import { formatShort } from '#text/numbers.ts'
import type { CompileOptions, TrainingSession } from '../engine.ts'

const uniform = { kind: 'uniform-fan-in' } as const
const conv = (name: string, filters: number, kind: 'zero' | 'reflect', stride = 1): Layer => ({
  ...{ name, kind: 'conv2d', filters, kernel: 3, stride, padding: { kind, size: 1 } },
  ...{ hasBias: true, weight: uniform },
})
/** Small, but of every kernel that the lab's networks train with. */
const trialModel: Model = {
  name: 'trial',
  input: [3, 8, 8],
  layers: [
    conv('conv1', 6, 'reflect'),
    { name: 'norm1', kind: 'batchNorm', epsilon: 1e-5, momentum: 0.1 },
    { name: 'relu1', kind: 'relu' },
    { name: 'pool1', kind: 'maxPool', size: 2, stride: 2, padding: 0 },
    // onnxruntime 1.30 has computed 6 channels with filters in fours wrong on WebGPU.
    conv('conv2', 8, 'zero', 2),
    { name: 'block', kind: 'residual', body: [conv('conv3', 8, 'zero')], shortcut: [] },
    { name: 'pool2', kind: 'averagePool', size: 2, stride: 2, padding: 0 },
    { name: 'flatten', kind: 'flatten' },
    { name: 'fc', kind: 'dense', features: 4, hasBias: true, weight: uniform },
  ],
}
/** Of the largest gradient, and of a loss: CUDA may multiply in TF32, which keeps 10 bits of the mantissa. */
const tolerance = 2e-2
const batch = 8
/** Steps of the training: enough that an update rule that is wrong leaves the reference by more than the tolerance. */
const steps = 12
const rule = { kind: 'momentum', learningRate: 0.05, momentum: 0.9 } as const
const loss = 'softmaxCrossEntropy'

/**
 * Lets an engine differentiate a small network and train it for a few steps, and compares every gradient and every loss
 * with the lab's float64 reference. Returns what is wrong, as a clause ("its loss is 1 and not 2"), or null. To list a
 * device proves nothing: a library too old for its GPU lists it and then fails.
 */
export async function tryTraining(
  compile: (options: CompileOptions) => TrainingSession | Promise<TrainingSession>,
): Promise<string | null> {
  const random = new Random(182)
  const count = 2 * batch
  const weights = initialWeights(trialModel, random.fork('weights'))
  const size = sizeOf(trialModel.input)
  const inputs = Float32Array.from({ length: count * size }, () => random.normal())
  const targets = Int32Array.from({ length: count }, () => random.integer(4))
  const examples = { inputs, targets, count }
  /** Examples of one of the two batches. */
  const rows = (which: number): Int32Array => Int32Array.from({ length: batch }, (_, i) => which * batch + i)
  const reference = (at: ReferenceWeights, which: number) =>
    forwardBackward(
      trialModel,
      loss,
      at,
      inputs.subarray(which * batch * size, (which + 1) * batch * size),
      targets.subarray(which * batch, (which + 1) * batch),
      { isTraining: true },
    )
  const session = await compile({
    model: trialModel,
    loss,
    optimizer: rule,
    batchSize: batch,
    weights,
    random,
  })
  try {
    const problem = wrongGradient(await session.gradients(examples, rows(0)), reference(weights, 0).gradients)
    if (problem !== null) return problem
    const order = Int32Array.from({ length: steps * batch }, (_, i) => i % count)
    const losses = await session.train(examples, order)
    let at: ReferenceWeights = weights
    let state = freshState
    for (let step = 0; step < steps; step++) {
      const wanted = reference(at, step % 2)
      const found = losses[step] ?? NaN
      if (!(Math.abs(found - wanted.loss) <= tolerance * Math.max(wanted.loss, 0.1)))
        return `its loss in step ${step + 1} is ${formatShort(found)} and not ${formatShort(wanted.loss)}`
      const next = applyUpdate(rule, at, wanted.gradients, state)
      at = next.weights
      state = next.state
    }
    return null
  } finally {
    await session.dispose()
  }
}

function wrongGradient(
  found: Readonly<Record<string, ArrayLike<number>>>,
  wanted: Readonly<Record<string, Float64Array>>,
): string | null {
  for (const [name, values] of Object.entries(wanted)) {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3)
    const wrong = values.findIndex(
      (value, i) => !(Math.abs(value - (found[name]?.[i] ?? NaN)) <= tolerance * largest),
    )
    if (wrong >= 0)
      return `its gradient of ${name} is ${formatShort(found[name]?.[wrong] ?? NaN)} and not ${formatShort(values[wrong] ?? NaN)}`
  }
  return null
}
