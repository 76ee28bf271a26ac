/**
 * What every engine can do with a model. An engine lives in a trainer process; the experiment receives it and
 * imports none. Data are NCHW float32; labels are class numbers.
 */
import type { EngineDescription } from '#contract/runs.ts'
import type { Loss, Model, Weights } from '#models/model.ts'
import type { UpdateRule } from '#models/reference-optimizer.ts'
import type { Random } from '#numeric/random.ts'

/** Update rules as PyTorch defines them (momentum without dampening or Nesterov, Adam with bias correction). */
export type Optimizer = UpdateRule

/** Examples a session draws batches from; they are not copied, and must not change while it lives. */
export interface ExampleSet {
  /** Inputs of all examples one after another: [count, ...model.input]. */
  readonly inputs: Float32Array
  /** Class numbers [count] for softmaxCrossEntropy, targets [count, outputs] for meanSquaredError. */
  readonly targets: Int32Array | Float32Array
  readonly count: number
}

export interface CompileOptions {
  readonly model: Model
  readonly loss: Loss
  readonly optimizer: Optimizer
  /** Rows of a training step; a shorter last batch of an epoch is compiled on first use. */
  readonly batchSize: number
  /** Initial parameters and buffers, from `initialWeights` of models/. */
  readonly weights: Weights
  /** Draws the dropout masks. */
  readonly random: Random
}

export interface Evaluation {
  /** Mean loss over the examples, dropout off and running statistics in use. */
  readonly loss: number
  /** Share of right answers, 0 to 1; null for meanSquaredError. */
  readonly accuracy: number | null
  /** Outputs [count, outputs] before the softmax. */
  readonly outputs: Float32Array
}

export interface MemoryReport {
  /** Bytes of parameters, gradients, optimizer state and buffers that the session holds. */
  readonly heldBytes: number
  /** Resident set of the process; the engine's allocator is in it. */
  readonly residentBytes: number
  /** Live tensors as the engine counts them; null where it does not. */
  readonly tensors: number | null
}

export interface TrainingSession {
  /**
   * Trains on the examples `order` names, batch after batch of `batchSize` (the last may be shorter), and
   * returns the loss of each step before its update. One call is the cheapest way to many steps.
   */
  train(examples: ExampleSet, order: Int32Array): Promise<Float32Array>
  evaluate(examples: ExampleSet): Promise<Evaluation>
  /** Gradients of the loss on the examples `order` names, by parameter, without an update; for tests and views. */
  gradients(examples: ExampleSet, order: Int32Array): Promise<Weights>
  /** A copy of all parameters and buffers. */
  readWeights(): Promise<Weights>
  /** Replaces parameters and buffers; optimizer state starts over. */
  writeWeights(weights: Weights): Promise<void>
  setLearningRate(learningRate: number): void
  memory(): MemoryReport
  /** Seconds that compiling took. */
  readonly compileSeconds: number
  dispose(): Promise<void>
}

export interface Engine {
  readonly description: EngineDescription
  compile(options: CompileOptions): Promise<TrainingSession>
  close(): Promise<void>
}

/** What an engine could not do, where its words say it: it had no memory left, or its device was lost. */
export type FailureKind = 'memory' | 'device-lost' | 'other'

/** The engine could not do what was asked (out of memory, a kernel missing); the run ends, the lab lives. */
export class EngineFailure extends Error {
  readonly kind: FailureKind
  constructor(message: string, kind: FailureKind = 'other') {
    super(message)
    this.name = 'EngineFailure'
    this.kind = kind
  }
  get isOutOfMemory(): boolean {
    return this.kind === 'memory'
  }
}
