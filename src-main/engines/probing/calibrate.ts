import { initialWeights } from '#models/initial-weights.ts'
import type { Layer, Model } from '#models/model.ts'
import { sizeOf } from '#models/shapes.ts'
import { Random } from '#numeric/random.ts'
import type { Engine, ExampleSet } from '../engine.ts'
import { fitCalibration, workOf, type Calibration, type TimedStep } from './step-time.ts'

const uniform = { kind: 'uniform-fan-in' } as const
const batch = 16

/** Convolutions of so many channels with their ReLUs on [channels, side, side], and a classifier. */
function chain(convolutions: number, channels: number, side: number): Model {
  const layers = Array.from({ length: convolutions }, (_, i): Layer[] => [
    {
      ...{ name: `conv${i}`, kind: 'conv2d', filters: channels, kernel: 3, stride: 1 },
      ...{ padding: { kind: 'zero', size: 1 }, hasBias: false, weight: uniform },
    },
    { name: `relu${i}`, kind: 'relu' },
  ])
  return {
    name: `calibration ${convolutions} x ${channels}`,
    input: [channels, side, side],
    layers: [
      ...layers.flat(),
      { name: 'mean', kind: 'globalAveragePool' },
      { name: 'fc', kind: 'dense', features: 4, hasBias: true, weight: uniform },
    ],
  }
}

const shallow = chain(1, 2, 4)
const deep = chain(9, 2, 4)
/** Each about four times the work of the one before; the last would take seconds on a slow CPU. */
const heavy = [8, 16, 32, 64, 128].map((channels) => chain(3, channels, 16))

export interface CalibrationOptions {
  /** Milliseconds from any moment on. */
  readonly now?: () => number
  /** A step that takes so many milliseconds is heavy enough. */
  readonly enoughMs?: number
}

/** Times a few training steps of small networks on an opened engine. Rejects with what the engine rejects. */
export async function calibrate(
  engine: Engine,
  { now = () => performance.now(), enoughMs = 40 }: CalibrationOptions = {},
): Promise<Calibration> {
  const small = await timed(engine, shallow, now)
  const long = await timed(engine, deep, now)
  let most = long
  for (const model of heavy) {
    most = await timed(engine, model, now)
    if (most.ms >= enoughMs) break
  }
  return fitCalibration(small, long, most)
}

/** Steps of one call, so that what a call costs is shared as in a real training. */
const stepsPerCall = 4
/** Fewer if they take long. */
const calls = 5
const longCallMs = 400

async function timed(engine: Engine, model: Model, now: () => number): Promise<TimedStep> {
  const random = new Random(182)
  const examples: ExampleSet = {
    inputs: Float32Array.from({ length: batch * sizeOf(model.input) }, () => random.normal()),
    targets: Int32Array.from({ length: batch }, (_, i) => i % 4),
    count: batch,
  }
  const order = Int32Array.from({ length: stepsPerCall * batch }, (_, i) => i % batch)
  const session = await engine.compile({
    model,
    loss: 'softmaxCrossEntropy',
    optimizer: { kind: 'momentum', learningRate: 0.001, momentum: 0.9 },
    batchSize: batch,
    weights: initialWeights(model, random.fork('weights')),
    random,
  })
  try {
    // The first call compiles kernels.
    await session.train(examples, order)
    const times: number[] = []
    while (times.length < calls && (times.at(-1) ?? 0) < longCallMs) {
      const from = now()
      await session.train(examples, order)
      times.push(now() - from)
    }
    // The least, because whatever else the machine does only adds.
    return { work: workOf(model, batch), ms: Math.min(...times) / stepsPerCall }
  } finally {
    await session.dispose()
  }
}
