import type { NumberValue } from '#contract/values.ts'
import { addCheatingFeature } from './cheating-feature.ts'
import type { ImageSet } from '#datasets/labelled-images.ts'
import { normalisedImages } from './normalise.ts'
import { cheatingCnn } from '#models/cheating-cnn.ts'
import { initialWeights } from '#models/initial-weights.ts'
import type { Random } from '#numeric/random.ts'
import { shuffledOrder } from '#numeric/shuffle.ts'
import { breathe } from '../breathe.ts'
import type { Engine, ExampleSet, TrainContext, TrainEvent, TrainingSession } from '../train.ts'
import { evaluatedTogether } from './image-cost.ts'
import { imagesPerBatch } from './image-memory.ts'
import type { ImageParams } from './parts/1i.ts'
import { epochsTrack, imageRuns, runRate, type ImageRun } from './pure/image-runs.ts'

/** What is measured of a network after its last epoch. */
export interface NetworkValues {
  readonly clean: NumberValue
  readonly cheat: NumberValue
  readonly validationLoss: NumberValue
  readonly deadClasses: NumberValue
}

/** One call of the engine lasts about this long, in milliseconds, so that a stop or a pause takes effect soon. */
const callLength = 200
const mostStepsPerCall = 200
/** The homework's training loss of an epoch is the mean over this many of its last minibatches. */
const lastBatches = 100

/** Images, normalised, with or without the cheating feature, as an engine takes them. */
function examplesOf(set: ImageSet, order: ArrayLike<number>, isCheating: boolean): ExampleSet {
  const inputs = normalisedImages(set, order) // [count, 3, 32, 32]
  const targets = Int32Array.from(order, (image) => set.labels[image] ?? 0)
  if (isCheating) addCheatingFeature(inputs, targets)
  return { inputs, targets, count: targets.length }
}

const upTo = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i)

interface Measured {
  readonly loss: number
  /** 0 to 1. */
  readonly accuracy: number
  /** Classes whose output is zero for every image. */
  readonly deadClasses: number
}

/** Loss, accuracy and dead classes over a set, in several calls of the engine; null when aborted between two. */
async function evaluate(
  session: TrainingSession,
  set: ImageSet,
  isCheating: boolean,
  signal: TrainContext['signal'],
): Promise<Measured | null> {
  let loss = 0
  let right = 0
  const isAlive = new Uint8Array(10)
  for (let at = 0; at < set.count; at += evaluatedTogether) {
    await breathe()
    if (signal.aborted) return null
    const order = upTo(Math.min(evaluatedTogether, set.count - at)).map((image) => image + at)
    const part = await session.evaluate(examplesOf(set, order, isCheating))
    loss += (part.loss * order.length) / set.count
    right += ((part.accuracy ?? 0) * order.length) / set.count
    for (const [i, output] of part.outputs.entries()) if (output > 0) isAlive[i % 10] = 1
  }
  return { loss, accuracy: right, deadClasses: isAlive.filter((alive) => alive === 0).length }
}

/** A network under training. */
class Network {
  readonly run: ImageRun
  readonly session: TrainingSession
  step = 0
  /** Step at which the loss was no longer finite, or null. */
  divergedAt: number | null = null
  validation: Measured | null = null
  private stepsPerCall = 4

  constructor(run: ImageRun, session: TrainingSession) {
    this.run = run
    this.session = session
  }

  /** One epoch over the training images in `order`, then validation; both with the cheating feature. */
  async *epoch(
    epoch: number,
    data: { readonly train: ImageSet; readonly test: ImageSet },
    order: Int32Array,
    batchSize: number,
    signal: TrainContext['signal'],
  ): AsyncGenerator<TrainEvent> {
    const last: number[] = []
    let at = 0
    while (at < order.length && this.divergedAt === null) {
      const images = order.subarray(at, at + this.stepsPerCall * batchSize)
      const examples = examplesOf(data.train, images, true)
      const from = Date.now()
      const losses = await this.session.train(examples, upTo(images.length))
      this.adapt(losses.length, Date.now() - from)
      at += images.length
      for (const loss of losses) {
        this.step++
        if (!Number.isFinite(loss)) this.divergedAt ??= this.step
        last.push(loss)
        yield { type: 'sample', track: this.run, step: this.step, values: { batchLoss: loss } }
      }
    }
    this.validation = await evaluate(this.session, data.test, true, signal)
    if (!this.validation) return
    const kept = last.slice(-lastBatches)
    yield {
      type: 'sample',
      track: epochsTrack(this.run),
      step: epoch,
      values: {
        trainLoss: kept.reduce((sum, loss) => sum + loss, 0) / kept.length,
        validationLoss: this.validation.loss,
        validationAccuracy: 100 * this.validation.accuracy,
      },
    }
  }

  private adapt(steps: number, milliseconds: number): void {
    const fitting = Math.round((steps * callLength) / Math.max(1, milliseconds))
    this.stepsPerCall = Math.min(mostStepsPerCall, Math.max(1, Math.min(fitting, 2 * this.stepsPerCall)))
  }
}

async function compile(engine: Engine, run: ImageRun, params: ImageParams, random: Random): Promise<Network> {
  const model = cheatingCnn({ dropRate: runRate(run, params) })
  const session = await engine.compile({
    model,
    loss: 'softmaxCrossEntropy',
    optimizer: { kind: 'sgd', learningRate: params.learningRate },
    batchSize: imagesPerBatch(params),
    // The same for both, so that dropout is all that differs.
    weights: initialWeights(model, random.fork('weights')),
    random: random.fork(`1i.${run}.masks`),
  })
  return new Network(run, session)
}

/** The final accuracies, loss and dead classes of a network, or why they were not measured. */
async function* finalValues(
  { run, session, divergedAt, validation }: Network,
  values: NetworkValues,
  test: ImageSet,
  learningRate: number,
  signal: TrainContext['signal'],
): AsyncGenerator<TrainEvent> {
  const clean = divergedAt === null ? await evaluate(session, test, false, signal) : null
  if (signal.aborted) return
  const reported = (value: NumberValue, number: number | undefined): TrainEvent =>
    number !== undefined && divergedAt === null
      ? value.is(number)
      : value.isNotMeasured(
          `The training ${run === 'p0' ? 'without' : 'with'} dropout diverged at step ${divergedAt}; lower the learning rate of ${learningRate}.`,
        )
  yield reported(values.clean, clean ? 100 * clean.accuracy : undefined)
  yield reported(values.cheat, validation ? 100 * validation.accuracy : undefined)
  yield reported(values.validationLoss, validation?.loss)
  yield reported(values.deadClasses, validation?.deadClasses)
}

/**
 * Part i: the network without and with dropout, an epoch of each in turn, from the same weights and on the same
 * batches. A sample of a minibatch holds its loss before the update; one of an epoch what was measured after it.
 */
export async function* trainOnImages(
  context: TrainContext,
  params: ImageParams,
  values: Readonly<Record<ImageRun, NetworkValues>>,
): AsyncGenerator<TrainEvent> {
  const { random, signal } = context
  const { dataset, trainImages, testImages, batchSize, epochs, learningRate } = params
  const data = await context.dataset({ name: dataset, trainCount: trainImages, testCount: testImages })
  const engine = await context.openEngine()
  const networks: Network[] = []
  try {
    for (const run of imageRuns) networks.push(await compile(engine, run, params, random))
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const order = shuffledOrder(data.train.count, random.fork(`1i.order ${epoch}`))
      for (const network of networks)
        if (network.divergedAt === null) yield* network.epoch(epoch, data, order, batchSize, signal)
    }
    for (const network of networks)
      yield* finalValues(network, values[network.run], data.test, learningRate, signal)
  } finally {
    for (const { session } of networks) await session.dispose()
  }
}
