import { Random } from '#numeric/random.ts'
import { shuffledOrder } from '#numeric/shuffle.ts'
import type { Model } from '#models/model.ts'
import type { ApartContext, ApartEvent } from '../apart.ts'
import type { JobEvents } from '../part.ts'
import type { ExampleSet, StopSignal, TrainingSession } from '../train.ts'
import { CellRecord } from './cell-record.ts'
import { jobInput } from './job.ts'
import { confusionOf, largestRange, measureAnswers, softmaxRows, type Measured } from './pure/answers.ts'
import type { BandImages } from './pure/bands.ts'
import type { Cell } from './pure/cells.ts'
import { networkImages, testImages, type DataSource } from './pure/data.ts'
import { filterCount, flattenWeights, initialNetwork } from './pure/networks.ts'
import { answersOf, kernelStride, snapshotNames } from './pure/snapshots.ts'

/** One call of the engine lasts about this long, in milliseconds, so that a stop is heard soon. */
const callLength = 150

const examplesOf = ({ inputs, labels, count }: BandImages): ExampleSet => ({ inputs, targets: labels, count })

/** Training images first, then those of validation: one call of the engine answers them all. */
function evaluatedTogether(train: BandImages, validation: BandImages | null): ExampleSet {
  if (!validation) return examplesOf(train)
  const inputs = new Float32Array(train.inputs.length + validation.inputs.length)
  inputs.set(train.inputs)
  inputs.set(validation.inputs, train.inputs.length)
  const targets = Int32Array.of(...train.labels, ...validation.labels)
  return { inputs, targets, count: targets.length }
}

interface Evaluated {
  readonly train: Measured
  /** Null where nothing is validated. */
  readonly validation: Measured | null
  readonly validationLogits: Float32Array
  /** Of the training images, then of those of validation. */
  readonly logits: Float32Array
}

/** A network with its data while it is trained. */
class CellTraining {
  private stepsPerCall = 4
  private readonly together: ExampleSet
  private readonly examples: ExampleSet
  private readonly random: Random
  readonly cell: Cell
  readonly classes: number
  readonly train: BandImages
  readonly validation: BandImages | null

  constructor(source: DataSource, cell: Cell) {
    this.cell = cell
    this.classes = source.classes.length
    this.random = new Random(source.seed)
    this.train = networkImages(source, 'train', cell.perClass)
    this.validation =
      source.validationImages > 0 ? networkImages(source, 'validation', source.validationImages) : null
    this.examples = examplesOf(this.train)
    this.together = evaluatedTogether(this.train, this.validation)
  }

  /** Steps over all training images in the order of this epoch; false when aborted on the way. */
  async epoch(session: TrainingSession, epoch: number, signal: StopSignal): Promise<boolean> {
    // The order depends on seed and epoch only: all networks of a seed see the same batches.
    const order = shuffledOrder(this.train.count, this.random.fork(`order ${epoch}`))
    const { batchSize } = this.cell
    for (let at = 0; at < order.length;) {
      const part = order.subarray(at, at + this.stepsPerCall * batchSize)
      const from = Date.now()
      const losses = await session.train(this.examples, part)
      const fitting = (losses.length * callLength) / Math.max(1, Date.now() - from)
      this.stepsPerCall = Math.max(1, Math.floor(Math.min(fitting, 4 * this.stepsPerCall)))
      at += part.length
      if (signal.aborted) return false
    }
    return true
  }

  /** Answers to all images with the weights as they are. */
  async evaluate(session: TrainingSession): Promise<Evaluated> {
    const { outputs } = await session.evaluate(this.together)
    const validationLogits = outputs.subarray(this.train.count * this.classes)
    return {
      train: measureAnswers(outputs.subarray(0, this.train.count * this.classes), this.train.labels),
      validation: this.validation ? measureAnswers(validationLogits, this.validation.labels) : null,
      validationLogits,
      logits: outputs,
    }
  }

  sample(epoch: number, { train, validation }: Evaluated): ApartEvent {
    const isDiverged = !Number.isFinite(train.loss)
    const logged = {
      trainLoss: train.loss,
      trainAccuracy: train.accuracy,
      ...(validation
        ? {
            validationLoss: validation.loss,
            validationAccuracy: validation.accuracy,
            rightConfidence: validation.rightConfidence,
            wrongConfidence: validation.wrongConfidence,
          }
        : {}),
    }
    const values = isDiverged ? Object.fromEntries(Object.keys(logged).map((name) => [name, NaN])) : logged
    return { type: 'sample', track: this.cell.track, step: epoch, values }
  }

  /** The filters of the first convolution as they are. */
  async kernels(session: TrainingSession, epoch: number, record: CellRecord): Promise<ApartEvent> {
    const { kernel, track } = this.cell
    const data = (await session.readWeights())['conv1.weight'] ?? new Float32Array()
    if (epoch === 0 || epoch === this.cell.epochs) record.filters(data)
    const shape = [filterCount, kernel, kernel]
    return { type: 'snapshot', track, name: snapshotNames.kernels, step: epoch, shape, data }
  }

  /** All parameters, and the probabilities of the validation images. */
  async *atTheEnd(
    session: TrainingSession,
    model: Model,
    { validationLogits }: Evaluated,
  ): AsyncGenerator<ApartEvent> {
    const { track, epochs: step } = this.cell
    const data = flattenWeights(model, await session.readWeights())
    yield { type: 'snapshot', track, name: snapshotNames.weights, step, shape: [data.length], data }
    if (!this.validation) return
    yield {
      type: 'snapshot',
      track,
      name: snapshotNames.probabilities,
      step,
      shape: [this.validation.count, this.classes],
      data: softmaxRows(validationLogits, this.classes),
    }
  }

  /** Counts [true class][answer] of the validation images; empty where nothing is validated. */
  confusion({ validationLogits }: Evaluated): number[][] {
    if (!this.validation) return []
    const { count, labels } = this.validation
    const answers = answersOf({ shape: [count, this.classes], data: validationLogits })
    return confusionOf(answers, labels, this.classes)
  }
}

/**
 * Trains one network of problem 4, epoch by epoch: a sample and the filters after each, the parameters and the
 * answers at the end. All accuracies and losses are measured with dropout-free forward passes after the epoch,
 * training and validation with the same weights.
 */
export async function* trainCell(context: ApartContext): JobEvents {
  const { source, cell, checkpoints, isTested } = jobInput(context.input)
  const training = new CellTraining(source, cell)
  const random = new Random(source.seed)
  const { model, weights } = initialNetwork(cell, training.classes, random.fork('weights'))
  const batchSize = Math.min(cell.batchSize, training.train.count)
  const engine = await context.openEngine({ model, batchSize })
  const session = await engine.compile({
    model,
    loss: 'softmaxCrossEntropy',
    optimizer: { kind: 'momentum', learningRate: cell.learningRate, momentum: cell.momentum },
    batchSize,
    weights,
    random: random.fork('masks'),
  })
  try {
    const test = isTested ? examplesOf(networkImages(source, 'test', testImages)) : null
    const record = new CellRecord(source.seed, cell, training.classes, source.validationImages)
    const stride = kernelStride(cell)
    const hasMovingKernels = cell.network === 'cnn' || cell.network === 'average'
    if (cell.network !== 'mlp') yield await training.kernels(session, 0, record)
    for (let epoch = 1; epoch <= cell.epochs && record.divergedAt === null; epoch++) {
      if (!(await training.epoch(session, epoch, context.signal))) return
      const evaluated = await training.evaluate(session)
      record.add(epoch, evaluated.train, evaluated.validation)
      yield training.sample(epoch, evaluated)
      if (hasMovingKernels && (epoch % stride === 0 || epoch === cell.epochs))
        yield await training.kernels(session, epoch, record)
      if (record.divergedAt !== null || !checkpoints.includes(epoch)) continue
      const tested = test && (await session.evaluate(test)).accuracy
      record.checkpoint(epoch, evaluated.train, evaluated.validation, tested === null ? null : 100 * tested)
      if (epoch < cell.epochs) continue
      record.range = largestRange(softmaxRows(evaluated.logits, training.classes), training.classes)
      record.confusion = training.confusion(evaluated)
      yield* training.atTheEnd(session, model, evaluated)
    }
    yield { type: 'result', result: record.result() }
  } finally {
    await session.dispose()
  }
}
