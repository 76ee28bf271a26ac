import type { Value } from '#contract/samples.ts'
import { addCheatingFeature } from '#datasets/cheating-feature.ts'
import type { ImageSet } from '#datasets/labelled-images.ts'
import { normalisedImages } from '#datasets/normalise.ts'
import { cheatingCnn } from '#models/cheating-cnn.ts'
import { initialWeights } from '#models/initial-weights.ts'
import type { Random } from '#numeric/random.ts'
import { shuffledOrder } from '#numeric/shuffle.ts'
import type { Engine, ExampleSet, TrainContext, TrainEvent, TrainingSession } from '../train.ts'
import type { Problem1Params } from './fields.ts'
import { imagesPerBatch } from './image-memory.ts'
import { epochsTrack, evaluatedTogether, imageRuns, runRate, type ImageRun } from './image-plan.ts'
import { typed } from './plan.ts'

/** One call of the engine lasts about this long, in milliseconds, so that a stop or a pause is heard soon. */
const callLength = 200
const mostStepsPerCall = 200
/** The homework's training loss of an epoch is the mean of its last so many minibatches. */
const lastBatches = 100

/** Lets messages to this process be heard; an engine's call blocks its thread. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

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

/** Loss, accuracy and dead classes over a set; null when aborted on the way. */
async function evaluate(
  session: TrainingSession,
  set: ImageSet,
  isCheating: boolean,
  signal: AbortSignal,
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
    signal: AbortSignal,
  ): AsyncGenerator<TrainEvent> {
    const last: number[] = []
    let at = 0
    while (at < order.length && this.divergedAt === null) {
      await breathe()
      if (signal.aborted) return
      const images = order.subarray(at, at + this.stepsPerCall * batchSize)
      const examples = examplesOf(data.train, images, true)
      const from = performance.now()
      const losses = await this.session.train(examples, upTo(images.length))
      this.adapt(losses.length, performance.now() - from)
      at += images.length
      for (const loss of losses) {
        this.step++
        if (!Number.isFinite(loss)) this.divergedAt ??= this.step
        last.push(loss)
        yield { type: 'sample', track: this.run, step: this.step, values: { batchLoss: loss } }
        if (signal.aborted) return
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

async function compile(
  engine: Engine,
  run: ImageRun,
  params: Problem1Params,
  random: Random,
): Promise<Network> {
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

async function* measured(
  { run, session, divergedAt, validation }: Network,
  test: ImageSet,
  learningRate: number,
  signal: AbortSignal,
): AsyncGenerator<TrainEvent> {
  const clean = divergedAt === null ? await evaluate(session, test, false, signal) : null
  if (signal.aborted) return
  const valueOf = (number: number | undefined): Value =>
    number !== undefined && divergedAt === null
      ? { value: number }
      : {
          value: null,
          notMeasured: `The training on ${run} diverged at step ${divergedAt}; lower the learning rate of ${learningRate}.`,
        }
  const values: Readonly<Record<string, number | undefined>> = {
    clean: clean ? 100 * clean.accuracy : undefined,
    cheat: validation ? 100 * validation.accuracy : undefined,
    validationLoss: validation?.loss,
    deadClasses: validation?.deadClasses,
  }
  for (const [name, number] of Object.entries(values))
    yield { type: 'value', id: `1i.${run}.${name}`, value: valueOf(number) }
}

/**
 * Part i: the network without and with dropout, an epoch of each in turn, from the same weights and on the same
 * batches. A sample of a minibatch holds its loss before the update; one of an epoch what was measured after it.
 */
export async function* trainOnImages(context: TrainContext): AsyncGenerator<TrainEvent> {
  const { random, signal } = context
  const params = typed(context.params)
  const { trainImages, testImages, batchSize } = params
  const name = params.dataset
  const data = await context.dataset({ name, trainCount: trainImages, testCount: testImages })
  const engine = await context.openEngine()
  const networks: Network[] = []
  try {
    for (const run of imageRuns) networks.push(await compile(engine, run, params, random))
    for (let epoch = 1; epoch <= params.epochs; epoch++) {
      const order = shuffledOrder(data.train.count, random.fork(`1i.order ${epoch}`))
      for (const network of networks)
        if (network.divergedAt === null) yield* network.epoch(epoch, data, order, batchSize, signal)
      if (signal.aborted) return
    }
    for (const network of networks) yield* measured(network, data.test, params.learningRate, signal)
  } finally {
    for (const { session } of networks) await session.dispose()
  }
}
