import type { Layer, Model } from '#models/model.ts'
import { initialWeights } from '#models/initial-weights.ts'
import { forwardBackward } from '#models/reference-network.ts'
import { sizeOf } from '#models/shapes.ts'
import { Random } from '#numeric/random.ts'
import type { LoadedTensorflow } from './load.ts'
import type { ProbeResult } from './probe-record.ts'
import { TensorflowSession } from './session.ts'

const uniform = { kind: 'uniform-fan-in' } as const
const conv = (name: string, filters: number, kind: 'zero' | 'reflect'): Layer => ({
  ...{ name, kind: 'conv2d', filters, kernel: 3, stride: 1, padding: { kind, size: 1 } },
  ...{ hasBias: true, weight: uniform },
})
/** Small, but of every kernel that the lab's networks train with. */
const trialModel: Model = {
  name: 'trial',
  input: [3, 8, 8],
  layers: [
    conv('conv1', 8, 'reflect'),
    { name: 'norm1', kind: 'batchNorm', epsilon: 1e-5, momentum: 0.1 },
    { name: 'relu1', kind: 'relu' },
    { name: 'pool1', kind: 'maxPool', size: 2, stride: 2, padding: 0 },
    { name: 'block', kind: 'residual', body: [conv('conv2', 8, 'zero')], shortcut: [] },
    { name: 'pool2', kind: 'averagePool', size: 2, stride: 2, padding: 0 },
    { name: 'flatten', kind: 'flatten' },
    { name: 'fc', kind: 'dense', features: 4, hasBias: true, weight: uniform },
  ],
}
/** Of the largest gradient: CUDA may multiply in TF32, which keeps 10 bits of the mantissa. */
const tolerance = 2e-2

/**
 * Lets the library convolve, normalise, multiply and differentiate, and compares every gradient with the lab's
 * float64 reference. Listing devices proves nothing: a library too old for its GPU lists it and then fails.
 */
export async function tryLibrary(loaded: LoadedTensorflow): Promise<ProbeResult> {
  const random = new Random(182)
  const count = 8
  const weights = initialWeights(trialModel, random.fork('weights'))
  const inputs = Float32Array.from({ length: count * sizeOf(trialModel.input) }, () => random.normal())
  const targets = Int32Array.from({ length: count }, () => random.integer(4))
  const examples = { inputs, targets, count }
  const order = Int32Array.from({ length: count }, (_, i) => i)
  const optimizer = { kind: 'sgd', learningRate: 0.01 } as const
  const loss = 'softmaxCrossEntropy'
  const session = new TensorflowSession(
    loaded,
    { model: trialModel, loss, optimizer, batchSize: count, weights, random },
    () => undefined,
  )
  try {
    const expected = forwardBackward(trialModel, loss, weights, inputs, targets, { isTraining: true })
    const gradients = await session.gradients(examples, order)
    for (const [name, values] of Object.entries(expected.gradients)) {
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3)
      const wrong = values.findIndex(
        (value, i) => !(Math.abs(value - (gradients[name]?.[i] ?? NaN)) <= tolerance * largest),
      )
      if (wrong >= 0)
        return failed(`its gradient of ${name} is ${gradients[name]?.[wrong]} and not ${values[wrong]}`)
    }
    const [first] = await session.train(examples, order)
    if (!(Math.abs((first ?? NaN) - expected.loss) <= tolerance * expected.loss))
      return failed(`its loss is ${first} and not ${expected.loss}`)
    const { backend } = loaded
    return {
      outcome: 'passed',
      device: backend.isUsingGpuDevice ? 'CUDA' : 'CPU',
      deviceName: null,
      tensorflow: backend.binding.TF_Version,
    }
  } finally {
    await session.dispose()
  }
}

const failed = (problem: string): ProbeResult => ({ outcome: 'failed', problem })
