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
import { engineFailure } from './failures.ts'
import { checkExamples, exampleFeeds, type Feeds } from './feeds.ts'
import { gradientFactor, lossFactor } from './losses.ts'
import { drawMasks } from './masks.ts'
import { encodeOnnx } from './onnx-file.ts'
import { adamFactors, updateRule, type UpdateRule } from './optimizers.ts'
import { evaluationProgram, gradientProgram, trainingProgram, type Program } from './programs.ts'
import type { Runtime, RuntimeSession, RuntimeTensor } from './runtime.ts'
import { SessionState } from './state.ts'
import { planStorage, type StoredTensor } from './storage.ts'
import { isSmallEvaluation, isSmallStep } from './work.ts'

/** A run of the graph should take about so long, so that the process answers in between. */
const runMilliseconds = 100
const mostStepsPerRun = 2048
/** Examples of one evaluation run at most; of a small network so few that they stay in the cache, which halves the time. */
const evaluationBatch = 128
const smallEvaluationBatch = 75
/** Stands for a learning rate of 0, where the scaled velocity would be lost; it moves no weight. */
const vanishingRate = 2 ** -80

interface OpenProgram {
  readonly program: Program
  readonly session: RuntimeSession
}

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
  /** Arrays that the next run may write the new state into, by name. */
  private spare = new Map<string, Float32Array>()
  private learningRate: number
  private updates = 0
  private stepsPerRun = 1
  private queue: Promise<unknown> = Promise.resolve()
  private isDisposed = false

  private constructor(runtime: Runtime, options: CompileOptions) {
    this.runtime = runtime
    this.options = options
    this.stored = planStorage(options.model)
    this.rule = updateRule(options.optimizer)
    this.state = new SessionState(this.stored, this.rule.state, options.weights)
    this.outputs = sizeOf(modelOutputShape(options.model))
    this.learningRate = options.optimizer.learningRate
  }

  /** Compiles the training graph for the full batch; throws EngineFailure where onnxruntime cannot. */
  static async open(runtime: Runtime, options: CompileOptions): Promise<OnnxSession> {
    const start = performance.now()
    const session = new OnnxSession(runtime, options)
    await session.program('training', options.batchSize)
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
      const feeds = exampleFeeds(this.runtime, this.options, this.outputs, examples)
      for (let done = 0; done < whole;) {
        const steps = Math.min(this.stepsPerRun, whole - done)
        const start = performance.now()
        const part = order.subarray(done * batchSize, (done + steps) * batchSize)
        losses.set(await this.run(feeds, part, batchSize, steps), done)
        const perStep = (performance.now() - start) / steps
        this.stepsPerRun = Math.max(1, Math.min(mostStepsPerRun, Math.round(runMilliseconds / perStep)))
        done += steps
      }
      if (rest > 0) losses.set(await this.run(feeds, order.subarray(whole * batchSize), rest, 1), whole)
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
        ...exampleFeeds(this.runtime, this.options, this.outputs, examples),
        ...this.parameterFeeds(),
        ...drawMasks(this.runtime, program.masks, random, null),
        order: this.runtime.tensor('int32', order, [batch]),
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
      const isSmall = isSmallEvaluation(model, smallEvaluationBatch)
      const runs = Math.ceil(count / (isSmall ? smallEvaluationBatch : evaluationBatch))
      const batch = Math.ceil(count / runs)
      const { program, session } = await this.program('evaluation', isSmall ? batch : 0)
      const size = sizeOf(model.input)
      const outputs = new Float32Array(count * this.outputs)
      for (let next = 0; next < count; next += batch) {
        // A graph of a fixed batch is several times faster, so the last run may repeat a few examples.
        const from = isSmall ? Math.min(next, count - batch) : next
        const taken = Math.min(batch, count - from)
        const inputs = examples.inputs.subarray(from * size, (from + taken) * size)
        const feeds = {
          ...this.parameterFeeds(),
          examples: this.runtime.tensor('float32', inputs, [taken, ...model.input]),
        }
        const results = await session.run(used(program, feeds), nulls([program.result]))
        outputs.set(floats(results[program.result]), from * this.outputs)
      }
      return evaluateOutputs(loss, outputs, examples)
    })
  }

  readWeights(): Promise<Weights> {
    return this.exclusive('reading weights', async () => this.state.read())
  }

  writeWeights(weights: Weights): Promise<void> {
    return this.exclusive('writing weights', async () => {
      this.state.write(weights)
      this.spare = new Map()
      this.updates = 0
    })
  }

  setLearningRate(learningRate: number): void {
    this.queue = this.queue.then(() => {
      // The velocity is kept multiplied by the rate (see optimizers.ts).
      if (this.options.optimizer.kind === 'momentum')
        this.state.scaleOptimizerState((learningRate || vanishingRate) / (this.learningRate || vanishingRate))
      this.learningRate = learningRate
    })
  }

  memory(): MemoryReport {
    let spare = 0
    for (const values of this.spare.values()) spare += values.byteLength
    return {
      heldBytes: this.state.heldBytes() + spare,
      residentBytes: process.memoryUsage.rss(),
      tensors: null,
    }
  }

  dispose(): Promise<void> {
    return this.exclusive('closing', async () => {
      this.isDisposed = true
      for (const opened of this.programs.values()) await (await opened).session.release()
      this.programs.clear()
      this.state.arrays.clear()
      this.spare.clear()
    })
  }

  /** `steps` training steps in one run of the graph; `order` has steps x batch entries. */
  private async run(examples: Feeds, order: Int32Array, batch: number, steps: number): Promise<Float32Array> {
    const { program, session } = await this.program('training', batch)
    const { loss, optimizer, random } = this.options
    const rate = this.rule.isGradientScaled ? this.learningRate || vanishingRate : 1
    const scale = rate * gradientFactor(loss, batch, this.outputs)
    const feeds: Feeds = {
      ...examples,
      ...this.parameterFeeds(),
      ...drawMasks(this.runtime, program.masks, random, steps),
      steps: this.runtime.tensor('int64', BigInt64Array.of(BigInt(steps)), []),
      order: this.runtime.tensor('int32', order, [steps, batch]),
      scale: this.runtime.tensor('float32', Float32Array.of(scale), []),
    }
    if (optimizer.kind === 'adam') {
      const factors = new Float32Array(2 * steps)
      for (let step = 0; step < steps; step++)
        factors.set(adamFactors(optimizer, this.learningRate, this.updates + step + 1), 2 * step)
      feeds['factors'] = this.runtime.tensor('float32', factors, [steps, 2])
    }
    const into = this.outputTensors(program)
    const results = await session.run(used(program, feeds), into)
    for (const [input, output] of program.outputs) {
      const previous = this.state.arrays.get(input)
      this.state.arrays.set(input, floats(results[output]))
      if (previous && this.runtime.isNative) this.spare.set(input, previous)
    }
    this.updates += steps
    const factor = lossFactor(loss, batch, this.outputs)
    return floats(results[program.result]).map((total) => total * factor)
  }

  /** The spare arrays take the new state, so that no run allocates it. */
  private outputTensors(program: Program): Record<string, RuntimeTensor | null> {
    const into: Record<string, RuntimeTensor | null> = { [program.result]: null }
    for (const [input, output] of program.outputs) {
      const shape = this.state.shapes.get(input) ?? []
      const spare = this.spare.get(input) ?? new Float32Array(sizeOf(shape))
      into[output] = this.runtime.isNative ? this.runtime.tensor('float32', spare, shape) : null
    }
    return into
  }

  private parameterFeeds(): Feeds {
    const feeds: Feeds = {}
    for (const [name, values] of this.state.arrays)
      feeds[name] = this.runtime.tensor('float32', values, this.state.shapes.get(name) ?? [])
    return feeds
  }

  /** The opened graph of a kind and batch size; compiled on first use. */
  private program(kind: 'training' | 'gradients' | 'evaluation', batch: number): Promise<OpenProgram> {
    const key = `${kind} ${batch}`
    const known = this.programs.get(key)
    if (known) return known
    const opening = this.openProgram(kind, batch)
    this.programs.set(key, opening)
    opening.catch(() => this.programs.delete(key))
    return opening
  }

  private async openProgram(kind: string, batch: number): Promise<OpenProgram> {
    const { model, loss, optimizer } = this.options
    const { stored, outputs } = this
    const isSmall =
      kind === 'evaluation' ? isSmallEvaluation(model, smallEvaluationBatch) : isSmallStep(model, batch)
    const program =
      kind === 'training'
        ? trainingProgram(model, loss, optimizer, batch, outputs, stored)
        : kind === 'gradients'
          ? gradientProgram(model, loss, batch, outputs, stored)
          : evaluationProgram(model, batch, stored)
    try {
      return { program, session: await this.runtime.open(encodeOnnx(program.graph), { isSmall }) }
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

/** Only the feeds this graph has inputs for. */
function used({ graph }: Program, feeds: Feeds): Feeds {
  return Object.fromEntries(
    graph.inputs.flatMap(({ name }) => {
      const tensor = feeds[name]
      return tensor ? [[name, tensor]] : []
    }),
  )
}

function nulls(names: readonly string[]): Record<string, null> {
  return Object.fromEntries(names.map((name) => [name, null]))
}

function floats(tensor: RuntimeTensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data
  throw new EngineFailure('onnxruntime returned no numbers for an output of the graph.')
}
