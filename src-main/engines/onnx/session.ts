import {
  EngineFailure,
  type CompileOptions,
  type Evaluation,
  type ExampleSet,
  type MemoryReport,
  type TrainingSession,
} from '#engines/engine.ts'
import type { Weights } from '#models/model.ts'
import { modelOutputShape, sizeOf } from '#models/shapes.ts'
import { evaluateOutputs } from '../evaluate-outputs.ts'
import { DeviceState } from './device-state.ts'
import { engineFailure } from './failures.ts'
import { checkExamples, floats, nulls, used, type Feeds } from './feeds.ts'
import { HostState } from './host-state.ts'
import { gradientFactor, lossFactor } from './losses.ts'
import { drawMasks } from './masks.ts'
import { encodeOnnx } from './onnx-file.ts'
import { adamFactors, updateRule, type UpdateRule } from './optimizers.ts'
import { evaluationProgram, gradientProgram, type Program, type ProgramOptions } from './programs.ts'
import type { Runtime } from './runtime.ts'
import type { OpenProgram, SessionState } from './state.ts'
import { planStorage, type StoredTensor } from './storage.ts'
import { trainingProgram } from './training-programs.ts'
import { evaluationBatch, isBeyondShaders, isSmallEvaluation, isSmallStep } from './work.ts'

/** A run of the graph should take about so long, so that the process answers in between. */
const runMilliseconds = 100
/** Stands for a learning rate of 0, where the scaled velocity would be lost; it moves no weight. */
const vanishingRate = 2 ** -80

type ProgramKind = 'training' | 'gradients' | 'evaluation'

/** A model being trained by onnxruntime. Calls are carried out one after another. */
export class OnnxSession implements TrainingSession {
  compileSeconds = 0
  private readonly runtime: Runtime
  private readonly options: CompileOptions
  private readonly stored: readonly StoredTensor[]
  private readonly rule: UpdateRule
  private readonly state: SessionState
  private readonly outputs: number
  private readonly programs = new Map<string, Promise<OpenProgram>>()
  private learningRate: number
  private updates = 0
  private stepsPerRun = 1
  private queue: Promise<unknown> = Promise.resolve()
  private isDisposed = false

  private constructor(
    runtime: Runtime,
    options: CompileOptions,
    stored: readonly StoredTensor[],
    state: SessionState,
  ) {
    this.runtime = runtime
    this.options = options
    this.stored = stored
    this.rule = updateRule(options.optimizer)
    this.state = state
    this.outputs = sizeOf(modelOutputShape(options.model))
    this.learningRate = options.optimizer.learningRate
  }

  /** Compiles the training graph for the full batch; throws EngineFailure where onnxruntime cannot. */
  static async open(runtime: Runtime, options: CompileOptions): Promise<OnnxSession> {
    const start = performance.now()
    const stored = planStorage(options.model)
    const state = await openState(runtime, options, stored)
    const session = new OnnxSession(runtime, options, stored, state)
    try {
      await session.program('training', options.batchSize)
    } catch (error) {
      state.dispose()
      throw error
    }
    session.compileSeconds = (performance.now() - start) / 1000
    return session
  }

  train(examples: ExampleSet, order: Int32Array): Promise<Float32Array> {
    return this.exclusive('training', async () => {
      checkExamples(examples, this.options, this.outputs, order)
      const { batchSize } = this.options
      const whole = Math.floor(order.length / batchSize)
      const rest = order.length - whole * batchSize
      const losses = new Float32Array(whole + (rest > 0 ? 1 : 0))
      for (let done = 0; done < whole;) {
        const steps = Math.min(this.stepsPerRun, whole - done)
        const start = performance.now()
        const part = order.subarray(done * batchSize, (done + steps) * batchSize)
        losses.set(await this.run(examples, part, batchSize, steps), done)
        const perStep = (performance.now() - start) / steps
        const { mostSteps } = this.state
        this.stepsPerRun = Math.max(1, Math.min(mostSteps, Math.round(runMilliseconds / perStep)))
        done += steps
      }
      if (rest > 0) losses.set(await this.run(examples, order.subarray(whole * batchSize), rest, 1), whole)
      return losses
    })
  }

  gradients(examples: ExampleSet, order: Int32Array): Promise<Weights> {
    return this.exclusive('computing gradients', async () => {
      checkExamples(examples, this.options, this.outputs, order)
      const batch = order.length
      const { program, session } = await this.program('gradients', batch)
      const { loss, random } = this.options
      const scale = gradientFactor(loss, batch, this.outputs)
      const feeds: Feeds = {
        ...(await this.state.exampleFeeds(examples, order)),
        ...this.state.feeds(),
        ...drawMasks(this.runtime, program.masks, random, null),
        scale: this.runtime.tensor('float32', Float32Array.of(scale), []),
      }
      const results = await session.run(used(program, feeds), nulls([...program.outputs.values()]))
      return Object.fromEntries(
        [...program.outputs].map(([name, output]) => [name, floats(results[output]).slice()]),
      )
    })
  }

  evaluate(examples: ExampleSet): Promise<Evaluation> {
    return this.exclusive('evaluating', async () => {
      checkExamples(examples, this.options, this.outputs)
      const { model, loss } = this.options
      const { count } = examples
      const { most, isFixed } = evaluationBatch(model, this.runtime.memory !== null)
      const batch = Math.ceil(count / Math.ceil(count / most))
      const { program, session } = await this.program('evaluation', isFixed ? batch : 0)
      const size = sizeOf(model.input)
      const outputs = new Float32Array(count * this.outputs)
      for (let next = 0; next < count; next += batch) {
        // A graph of a fixed batch is several times faster, so the last run may repeat a few examples.
        const from = isFixed ? Math.min(next, count - batch) : next
        const taken = Math.min(batch, count - from)
        const inputs = examples.inputs.subarray(from * size, (from + taken) * size)
        const feeds = {
          ...this.state.feeds(),
          examples: this.runtime.tensor('float32', inputs, [taken, ...model.input]),
        }
        const results = await session.run(used(program, feeds), nulls([program.result]))
        outputs.set(floats(results[program.result]), from * this.outputs)
      }
      return evaluateOutputs(loss, outputs, examples)
    })
  }

  readWeights(): Promise<Weights> {
    return this.exclusive('reading weights', () => this.state.read())
  }

  writeWeights(weights: Weights): Promise<void> {
    return this.exclusive('writing weights', async () => {
      await this.state.write(weights)
      this.updates = 0
    })
  }

  setLearningRate(learningRate: number): void {
    this.queue = this.queue.then(async () => {
      // The velocity is kept multiplied by the rate (see optimizers.ts).
      if (this.options.optimizer.kind === 'momentum')
        await this.state.scaleOptimizerState(
          (learningRate || vanishingRate) / (this.learningRate || vanishingRate),
        )
      this.learningRate = learningRate
    })
  }

  memory(): MemoryReport {
    return {
      heldBytes: this.state.heldBytes(),
      residentBytes: process.memoryUsage.rss(),
      tensors: this.runtime.memory?.count() ?? null,
    }
  }

  dispose(): Promise<void> {
    return this.exclusive('closing', async () => {
      this.isDisposed = true
      for (const opened of this.programs.values()) await (await opened).session.release()
      this.programs.clear()
      this.state.dispose()
    })
  }

  /** `count` training steps; `order` has count x batch entries. */
  private async run(
    examples: ExampleSet,
    order: Int32Array,
    batch: number,
    count: number,
  ): Promise<Float32Array> {
    const opened = await this.program('training', batch)
    const { loss, optimizer, random } = this.options
    const rate = this.rule.isGradientScaled ? this.learningRate || vanishingRate : 1
    const scale = rate * gradientFactor(loss, batch, this.outputs)
    const factors = optimizer.kind === 'adam' ? new Float32Array(2 * count) : null
    if (optimizer.kind === 'adam')
      for (let step = 0; step < count; step++)
        factors?.set(adamFactors(optimizer, this.learningRate, this.updates + step + 1), 2 * step)
    const steps = { count, batch, order, scale, factors, random }
    const totals = await this.state.train(opened, examples, steps)
    this.updates += count
    const factor = lossFactor(loss, batch, this.outputs)
    return totals.map((total) => total * factor)
  }

  /** The opened graph of a kind and batch size; compiled on first use. */
  private program(kind: ProgramKind, batch: number): Promise<OpenProgram> {
    const key = `${kind} ${batch}`
    const known = this.programs.get(key)
    if (known) return known
    const opening = this.openProgram(kind, batch)
    this.programs.set(key, opening)
    opening.catch(() => this.programs.delete(key))
    return opening
  }

  private async openProgram(kind: ProgramKind, batch: number): Promise<OpenProgram> {
    const { model, loss, optimizer } = this.options
    const { stored, outputs, runtime } = this
    const { lowering } = runtime
    if (runtime.memory && isBeyondShaders(model, batch))
      throw new EngineFailure(
        `A tensor of "${model.name}" has more values in a batch of ${batch} than a program on a GPU can count; use a smaller batch or a smaller network.`,
        'memory',
      )
    const isSmall = kind === 'evaluation' ? isSmallEvaluation(model) : isSmallStep(model, batch)
    const program = write[kind]({ model, loss, optimizer, batch, outputs, stored, lowering })
    const residentOutputs = kind === 'training' ? [...program.outputs.values(), program.result] : []
    try {
      const session = await runtime.open(encodeOnnx(program.graph), { isSmall, residentOutputs })
      return { program, session }
    } catch (error) {
      throw engineFailure(error, `compiling the ${kind} graph of "${model.name}"`)
    }
  }

  private exclusive<T>(during: string, work: () => Promise<T>): Promise<T> {
    const result = this.queue.then(async () => {
      if (this.isDisposed) throw new EngineFailure(`The session was closed before ${during}; open another.`)
      try {
        return await work()
      } catch (error) {
        throw engineFailure(error, during)
      }
    })
    this.queue = result.catch(() => undefined)
    return result
  }
}

const write: Readonly<Record<ProgramKind, (options: ProgramOptions) => Program>> = {
  training: trainingProgram,
  gradients: gradientProgram,
  evaluation: evaluationProgram,
}

/** On the device if it has memory of its own, else in the process's. */
async function openState(
  runtime: Runtime,
  options: CompileOptions,
  stored: readonly StoredTensor[],
): Promise<SessionState> {
  const outputs = sizeOf(modelOutputShape(options.model))
  const { state } = updateRule(options.optimizer)
  return runtime.memory
    ? DeviceState.open(runtime, runtime.memory, options, outputs, stored, state)
    : new HostState(runtime, options, outputs, stored, state)
}
