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
const heavy = [4, 8, 16, 32, 64, 128].map((channels) => chain(3, channels, 16))

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
const calls = 5
/** A step that takes so long is timed alone, once: what a call costs is nothing beside it. */
const longStepMs = 100

async function timed(engine: Engine, model: Model, now: () => number): Promise<TimedStep> {
  const random = new Random(182)
  const examples: ExampleSet = {
    inputs: Float32Array.from({ length: batch * sizeOf(model.input) }, () => random.normal()),
    targets: Int32Array.from({ length: batch }, (_, i) => i % 4),
    count: batch,
  }
  const steps = (count: number): Int32Array => Int32Array.from({ length: count * batch }, (_, i) => i % batch)
  const session = await engine.compile({
    model,
    loss: 'softmaxCrossEntropy',
    optimizer: { kind: 'momentum', learningRate: 0.001, momentum: 0.9 },
    batchSize: batch,
    weights: initialWeights(model, random.fork('weights')),
    random,
  })
  try {
    const work = workOf(model, batch)
    const time = async (count: number): Promise<number> => {
      const from = now()
      await session.train(examples, steps(count))
      return (now() - from) / count
    }
    // The first step compiles kernels.
    await time(1)
    const alone = await time(1)
    if (alone >= longStepMs) return { work, ms: alone }
    const times: number[] = []
    while (times.length < calls) times.push(await time(stepsPerCall))
    // The least, because whatever else the machine does only adds.
    return { work, ms: Math.min(...times) }
  } finally {
    await session.dispose()
  }
}
