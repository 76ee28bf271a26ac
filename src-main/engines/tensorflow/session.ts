import type { Tensor } from '@tensorflow/tfjs-node-gpu'
import type { Weights } from '#models/model.ts'
import { statesPerParameter } from '#models/memory-prediction.ts'
import { parametersOf } from '#models/parameters.ts'
import { modelOutputShape, sizeOf } from '#models/shapes.ts'
import type { Random } from '#numeric/random.ts'
import { EngineFailure, type CompileOptions, type Evaluation, type ExampleSet } from '../engine.ts'
import type { MemoryReport, TrainingSession } from '../engine.ts'
import { batchesOf } from './batches.ts'
import { explained } from './failures.ts'
import { sequence } from './layers/sequence.ts'
import type { Pass, Step } from './layers/step.ts'
import type { LoadedTensorflow } from './load.ts'
import { evaluateOutputs } from '../evaluate-outputs.ts'
import { compileLoss, type LossFunction } from './losses.ts'
import { RawOps } from './raw-ops.ts'
import { updateAt } from './updates.ts'
import { Variables } from './variables.ts'

/** Rows at a time in evaluation, at least: without a backward pass more fit. */
const evaluationRows = 128

/** A training session on TensorFlow's eager operations: each step is a forward and a backward pass of fused kernels. */
export class TensorflowSession implements TrainingSession {
  readonly compileSeconds: number
  private readonly ops: RawOps
  private readonly variables: Variables
  private readonly network: Step
  private readonly lossOf: LossFunction
  private readonly batch: ReturnType<typeof batchesOf>
  private learningRate: number
  private isDisposed = false
  private stepsTaken = 0

  constructor(
    loaded: LoadedTensorflow,
    private readonly options: CompileOptions,
    private readonly onDispose: () => void,
  ) {
    const startedAt = performance.now()
    const { model, loss, optimizer, weights } = options
    const outputCount = sizeOf(modelOutputShape(model))
    this.ops = new RawOps(loaded)
    this.variables = new Variables(this.ops, parametersOf(model), statesPerParameter[optimizer.kind])
    this.learningRate = optimizer.learningRate
    try {
      this.variables.write(weights)
      const building = { ops: this.ops, value: (name: string) => this.variables.value(name) }
      this.network = sequence(building, model.layers, model.input, false)
      this.lossOf = compileLoss(this.ops, loss, outputCount)
      this.batch = batchesOf(this.ops, model, outputCount)
    } catch (error) {
      this.free()
      throw explained(error)
    }
    this.compileSeconds = (performance.now() - startedAt) / 1000
  }

  async train(examples: ExampleSet, order: Int32Array): Promise<Float32Array> {
    const { batchSize } = this.options
    const losses: Tensor[] = []
    try {
      for (let start = 0; start < order.length; start += batchSize)
        losses.push(this.step(examples, order.subarray(start, start + batchSize)))
      // Read at the end: until then a GPU may run ahead of this loop.
      return Float32Array.from(losses, (loss) => loss.dataSync()[0] ?? NaN)
    } catch (error) {
      throw explained(error)
    } finally {
      for (const loss of losses) loss.dispose()
    }
  }

  async evaluate(examples: ExampleSet): Promise<Evaluation> {
    const { model, loss, batchSize, random } = this.options
    const size = Math.max(batchSize, evaluationRows)
    const width = sizeOf(modelOutputShape(model))
    const outputs = new Float32Array(examples.count * width)
    try {
      for (let start = 0; start < examples.count; start += size) {
        const rows = Int32Array.from({ length: Math.min(size, examples.count - start) }, (_, i) => start + i)
        const part = this.ops.tf.tidy(() => {
          this.checkUse()
          const { inputs } = this.batch(examples, rows)
          return this.network(inputs, newPass(false, rows.length, random)).y.dataSync<'float32'>()
        })
        outputs.set(part, start * width)
      }
    } catch (error) {
      throw explained(error)
    }
    return evaluateOutputs(loss, outputs, examples)
  }

  async gradients(examples: ExampleSet, order: Int32Array): Promise<Weights> {
    const trained = this.variables.declarations.filter((declaration) => declaration.isTrained)
    try {
      return this.ops.tf.tidy(() => {
        const { pass } = this.differentiate(examples, order, this.options.random)
        const find = (name: string): Tensor => {
          const gradient = pass.gradients.get(name)
          if (!gradient) throw new Error(`The backward pass gave no gradient for "${name}".`)
          return gradient
        }
        // A plain object of arrays: tidy frees every tensor made on the way.
        return this.variables.readAs(find, trained) as Record<string, never>
      })
    } catch (error) {
      throw explained(error)
    }
  }

  async readWeights(): Promise<Weights> {
    return this.variables.read()
  }

  async writeWeights(weights: Weights): Promise<void> {
    try {
      this.variables.write(weights)
      this.stepsTaken = 0
    } catch (error) {
      throw explained(error)
    }
  }

  setLearningRate(learningRate: number): void {
    this.learningRate = learningRate
  }

  memory(): MemoryReport {
    return {
      heldBytes: this.variables.heldBytes(),
      residentBytes: process.memoryUsage.rss(),
      tensors: this.ops.count(),
    }
  }

  async dispose(): Promise<void> {
    if (this.isDisposed) return
    this.isDisposed = true
    this.free()
    this.onDispose()
  }

  /** Throws EngineFailure when the session is disposed. */
  private checkUse(): void {
    if (this.isDisposed) throw new EngineFailure('The session was disposed; compile the model again.')
  }

  private free(): void {
    this.variables.dispose()
    this.ops.dispose()
  }

  /** One step on the named rows; returns its loss, a scalar that the caller frees. */
  private step(examples: ExampleSet, rows: Int32Array): Tensor {
    const { optimizer, random } = this.options
    return this.ops.tf.tidy(() => {
      const { pass, loss } = this.differentiate(examples, rows, random)
      for (const [name, value] of pass.buffers) this.variables.setValue(name, value)
      const update = updateAt(this.ops, optimizer, this.learningRate, ++this.stepsTaken)
      for (const [name, gradient] of pass.gradients) {
        const updated = update(this.variables.value(name), gradient, this.variables.state(name))
        gradient.dispose()
        this.variables.setValue(name, updated.value)
        this.variables.setState(name, updated.state)
      }
      return loss
    })
  }

  private differentiate(examples: ExampleSet, rows: Int32Array, random: Random) {
    this.checkUse()
    const pass = newPass(true, rows.length, random)
    const { inputs, targets } = this.batch(examples, rows)
    const forward = this.network(inputs, pass)
    const { loss, gradient } = this.lossOf(forward.y, targets, rows.length)
    forward.backward(gradient)
    return { pass, loss }
  }
}

function newPass(isTraining: boolean, rows: number, random: Random): Pass {
  return { isTraining, rows, random, gradients: new Map(), buffers: new Map() }
}
