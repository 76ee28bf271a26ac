import type { Device } from '#contract/devices.ts'
import type { DatasetRequest, ImageSet } from '#datasets/labelled-images.ts'
import { initialWeights } from '#models/initial-weights.ts'
import type { Weights } from '#models/model.ts'
import { sizeOf } from '#models/shapes.ts'
import type { ApartContext } from '../apart.ts'
import type { ExampleSet, TrainingSession } from '../train.ts'
import { breathe, secondsNow } from './clock.ts'
import type { Failure, MemoryReading } from './job-results.ts'
import { MemoryMeter } from './memory-meter.ts'
import { modelOf, type NetworkSetting } from './pure/network.ts'
import type { OptimizerName } from './pure/optimizers.ts'
import type { StageName } from './pure/stages.ts'
import { writeResized } from './resized-images.ts'

/** What is trained in a job: a network of the run, on images of its data set. */
export interface JobSetting extends NetworkSetting {
  readonly dataset: DatasetRequest['name']
}

/** How it is trained. */
export interface TrainingSettings {
  readonly optimizer: OptimizerName
  readonly learningRate: number
  readonly batch: number
}

const ruleOf = (kind: OptimizerName, learningRate: number) =>
  kind === 'adam'
    ? ({ kind, learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const)
    : kind === 'momentum'
      ? ({ kind, learningRate, momentum: 0.9 } as const)
      : ({ kind, learningRate } as const)

interface Step {
  readonly loss: number
  readonly seconds: number
  readonly preparation: number
}

/** The images of a job: the first `count` of the subset that the whole run trains on. */
export async function jobImages(
  context: ApartContext,
  { dataset }: JobSetting,
  count: number,
): Promise<ImageSet> {
  const { train } = await context.dataset({ name: dataset, trainCount: count, testCount: 0 })
  return train
}

/** A network that is trained in this process; its memory is read at every stage. */
export class MeteredNetwork {
  readonly meter: MemoryMeter
  readonly stages: Partial<Record<StageName, MemoryReading>> = {}
  engine = ''
  device: Device | null = null
  stepsDone = 0
  private readonly context: ApartContext
  private readonly network: NetworkSetting
  private readonly set: ImageSet
  private readonly settings: TrainingSettings
  private session: TrainingSession | null = null
  private weights: Weights = {}
  /** One array for all batches, so that none waits to be collected; a call of the engine has read it when it returns. */
  private inputs = new Float32Array(0)

  constructor(context: ApartContext, network: NetworkSetting, set: ImageSet, settings: TrainingSettings) {
    this.context = context
    this.network = network
    this.set = set
    this.settings = settings
    this.meter = new MemoryMeter(context.readDevice)
  }

  /** Opens the engine and compiles the network, with a reading before, between and after. */
  async open(): Promise<void> {
    const { context, settings, meter } = this
    this.stages.start = await meter.start()
    const model = modelOf(this.network)
    const engine = await context.openEngine({ model, batchSize: settings.batch })
    this.engine = engine.description.name
    this.device = engine.description.device
    meter.computesOn(engine.description.device)
    this.stages.engine = await meter.read()
    this.inputs = new Float32Array(settings.batch * sizeOf(model.input))
    // The same for every setting, so that what differs is the setting.
    this.weights = initialWeights(model, context.random.fork('weights'))
    this.session = await engine.compile({
      model,
      loss: 'softmaxCrossEntropy',
      optimizer: ruleOf(settings.optimizer, settings.learningRate),
      batchSize: settings.batch,
      weights: this.weights,
      random: context.random.fork('masks'),
    })
    this.stages.network = await meter.read()
  }

  /**
   * One training step on the images that `order` names; returns its loss before the update, its seconds, and those of
   * them that loading and resizing the images took.
   */
  async step(order: Int32Array): Promise<Step> {
    const from = secondsNow()
    const examples = this.examples(order)
    const preparation = secondsNow() - from
    const [loss = NaN] = await this.opened().train(examples, indices(order.length))
    const seconds = secondsNow() - from
    this.stepsDone++
    if (!this.stages.firstStep) this.stages.firstStep = await this.meter.read()
    return { loss, seconds, preparation }
  }

  /** Takes `steps` steps for the readings, then starts again from the initial weights without state; fewer if aborted. */
  async rehearse(steps: number): Promise<void> {
    const { batch } = this.settings
    while (this.stepsDone < steps && !this.context.signal.aborted) {
      await breathe()
      await this.step(indices(batch))
    }
    await this.readLast()
    await this.opened().writeWeights(this.weights)
    this.stepsDone = 0
  }

  /** Right answers among the images that `order` names, in evaluation (running statistics). */
  async countRight(order: Int32Array): Promise<number> {
    const { accuracy } = await this.opened().evaluate(this.examples(order))
    return Math.round((accuracy ?? 0) * order.length)
  }

  /** Reads the last two stages; without effect before the first step. */
  async readLast(): Promise<void> {
    if (this.stepsDone === 0) return
    this.stages.lastStep = await this.meter.read()
    const peak = await this.meter.peak()
    if (peak) this.stages.highest = peak
  }

  async close(): Promise<void> {
    await this.session?.dispose()
  }

  private opened(): TrainingSession {
    if (!this.session) throw new TypeError('The network is opened before it is trained.')
    return this.session
  }

  private examples(order: Int32Array): ExampleSet {
    const { side } = this.network
    const size = order.length * 3 * side * side
    if (this.inputs.length < size) this.inputs = new Float32Array(size)
    const inputs = this.inputs.subarray(0, size)
    writeResized(this.set, order, side, inputs)
    const targets = Int32Array.from(order, (image) => this.set.labels[image] ?? 0)
    return { inputs, targets, count: order.length }
  }
}

/** 0 to count - 1. */
export const indices = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i)

/** What ended a training early, if it ran out of memory or lost its device; any other error is thrown again. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) throw error
  const kind = 'kind' in error ? error.kind : null
  if (kind === 'device-lost') return { problem: error.message, isOutOfMemory: false, isDeviceLost: true }
  // V8 throws a RangeError if it cannot get an array of the requested size.
  const isOutOfMemory =
    kind === 'memory' || (error instanceof RangeError && /allocation|array length/i.test(error.message))
  if (!isOutOfMemory) throw error
  return { problem: error.message, isOutOfMemory, isDeviceLost: false }
}
