import { parametersOf } from '#models/parameters.ts'
import { applyUpdate, freshState } from '#models/reference-optimizer.ts'
import { forwardBackward, type ReferenceWeights } from '#models/reference-network.ts'
import { outputShape, sizeOf } from '#models/shapes.ts'
import { branchesOf } from '#models/trained-layers.ts'
import type { Layer, Shape, Weights } from '#models/model.ts'
import type { CompileOptions, Engine, ExampleSet, TrainingSession } from '../engine.ts'
import { EngineFailure } from '../engine.ts'

/** Mistakes that can be seeded into the reference engine; the suite must find each. */
export interface Mistakes {
  readonly gradientScale?: number
  readonly usesBatchStatisticsInEvaluation?: boolean
  readonly keepsStateOnWrite?: boolean
  readonly drawsMasksOnce?: boolean
  readonly ignoresSeed?: boolean
  readonly updatesFrozen?: boolean
  readonly dropsShortBatch?: boolean
  readonly ignoresLearningRate?: boolean
  readonly updatesRunningStatisticsInGradients?: boolean
  readonly sharesWeights?: boolean
  readonly trainsAfterDispose?: boolean
  readonly leaksPerStep?: boolean
  readonly throwsForeignErrors?: boolean
}

/**
 * The float64 reference network as an engine: slow, and right. With `mistakes` it is wrong in a known way, which
 * shows that the suite can fail.
 */
export function openReferenceEngine(mistakes: Mistakes = {}): Promise<Engine> {
  return Promise.resolve({
    description: {
      name: 'reference',
      version: '1',
      device: null,
      detail: '64-bit floating point',
      reason: 'Shows that the suite can be passed.',
    },
    compile: async (options) => {
      try {
        return compile(options, mistakes)
      } catch (error) {
        throw asFailure(error, mistakes)
      }
    },
    close: () => Promise.resolve(),
  })
}

function asFailure(error: unknown, mistakes: Mistakes): unknown {
  if (!(error instanceof Error) || error instanceof EngineFailure || mistakes.throwsForeignErrors)
    return error
  if (error instanceof RangeError && /array length|allocation/i.test(error.message))
    return new EngineFailure('The network does not fit in memory; use a smaller batch.', 'memory')
  return new EngineFailure(error.message)
}

/** Values a dropout layer of the model receives per example, by layer name. */
function dropoutSizes(layers: readonly Layer[], input: Shape): [Layer & { kind: 'dropout' }, number][] {
  const sizes: [Layer & { kind: 'dropout' }, number][] = []
  let shape = input
  for (const layer of layers) {
    if (layer.kind === 'dropout') sizes.push([layer, sizeOf(shape)])
    for (const branch of branchesOf(layer)) sizes.push(...dropoutSizes(branch, shape))
    shape = outputShape(layer, shape)
  }
  return sizes
}

function compile(options: CompileOptions, mistakes: Mistakes): TrainingSession {
  const { model, loss, batchSize } = options
  const declarations = parametersOf(model)
  const width = sizeOf(model.input)
  const dropouts = dropoutSizes(model.layers, model.input)
  const random = mistakes.ignoresSeed ? options.random.fork(String(performance.now())) : options.random
  let optimizer = options.optimizer
  let weights: ReferenceWeights = {}
  let state = freshState
  let isDisposed = false
  let oldMasks: Record<string, number[]> | null = null
  const leaked: Float64Array[] = []

  const drawMasks = (rows: number): Record<string, number[]> => {
    if (mistakes.drawsMasksOnce && oldMasks) return oldMasks
    const draw = ({ rate }: { rate: number }): number => (random.uniform() < rate ? 0 : 1)
    oldMasks = Object.fromEntries(
      dropouts.map(([layer, size]) => [layer.name, Array.from({ length: rows * size }, () => draw(layer))]),
    )
    return oldMasks
  }
  const pass = (examples: ExampleSet, rows: ArrayLike<number>, isTraining: boolean) => {
    if (isDisposed && !mistakes.trainsAfterDispose)
      throw new EngineFailure('The session was disposed; compile another.')
    const inputs = new Float64Array(rows.length * width)
    const outputs = examples.targets.length / examples.count
    const targets = new Float64Array(rows.length * outputs)
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] ?? 0
      inputs.set(examples.inputs.subarray(row * width, (row + 1) * width), i * width)
      targets.set(examples.targets.subarray(row * outputs, (row + 1) * outputs), i * outputs)
    }
    const dropoutMasks = isTraining ? drawMasks(rows.length) : {}
    const result = forwardBackward(model, loss, weights, inputs, targets, { isTraining, dropoutMasks })
    const scaled = Object.entries(result.gradients).map(([name, values]): [string, Float64Array] => [
      name,
      values.map((value) => value * (mistakes.gradientScale ?? 1)),
    ])
    return { ...result, gradients: Object.fromEntries(scaled) }
  }
  const step = (examples: ExampleSet, rows: Int32Array): number => {
    const { loss: value, gradients, buffers } = pass(examples, rows, true)
    const updated = applyUpdate(optimizer, weights, gradients, state)
    weights = { ...updated.weights, ...buffers }
    if (mistakes.updatesFrozen)
      for (const { name, isTrained, isBuffer } of declarations)
        if (!isTrained && !isBuffer)
          weights = { ...weights, [name]: Float64Array.from(weights[name] ?? [], (v) => v + 1e-6) }
    state = updated.state
    if (mistakes.leaksPerStep)
      leaked.push(...Object.values(weights).map((values) => Float64Array.from(values)))
    return value
  }
  const take = (given: Weights): void => {
    for (const { name, shape } of declarations)
      if (given[name]?.length !== sizeOf(shape))
        throw new EngineFailure(`Parameter "${name}" has the wrong length.`)
    const copies = Object.entries(given).map(([name, values]) => [name, Float64Array.from(values)])
    weights = mistakes.sharesWeights ? given : Object.fromEntries(copies)
    if (!mistakes.keepsStateOnWrite) state = freshState
  }
  const session: TrainingSession = {
    compileSeconds: 0,
    train: async (examples, order) => {
      const losses: number[] = []
      for (let start = 0; start < order.length; start += batchSize) {
        const rows = order.subarray(start, start + batchSize)
        if (rows.length < batchSize && mistakes.dropsShortBatch) break
        losses.push(attempt(() => step(examples, rows), mistakes))
      }
      return Float32Array.from(losses)
    },
    evaluate: async (examples) => {
      const rows = Array.from({ length: examples.count }, (_, row) => row)
      const isTraining = mistakes.usesBatchStatisticsInEvaluation === true
      const { outputs, loss: value } = attempt(() => pass(examples, rows, isTraining), mistakes)
      const accuracy = loss === 'meanSquaredError' ? null : share(outputs, examples)
      return { loss: value, accuracy, outputs: Float32Array.from(outputs) }
    },
    gradients: async (examples, order) => {
      const { gradients, buffers } = attempt(() => pass(examples, order, true), mistakes)
      if (mistakes.updatesRunningStatisticsInGradients) weights = { ...weights, ...buffers }
      return toFloat32(gradients)
    },
    readWeights: async () => (mistakes.sharesWeights ? (weights as Weights) : toFloat32(weights)),
    writeWeights: async (given) => take(given),
    setLearningRate: (learningRate) => {
      if (!mistakes.ignoresLearningRate) optimizer = { ...optimizer, learningRate }
    },
    memory: () => ({
      heldBytes: 16 * Object.values(weights).reduce((sum, values) => sum + values.length, 0),
      residentBytes: process.memoryUsage().rss,
      tensors: Object.keys(weights).length + leaked.length,
    }),
    dispose: async () => {
      isDisposed = true
    },
  }
  take(options.weights)
  return session
}

function attempt<T>(work: () => T, mistakes: Mistakes): T {
  try {
    return work()
  } catch (error) {
    throw asFailure(error, mistakes)
  }
}

function toFloat32(values: ReferenceWeights): Weights {
  return Object.fromEntries(Object.entries(values).map(([name, v]) => [name, Float32Array.from(v)]))
}

/** Share of examples whose largest output is the label's. */
function share(outputs: Float64Array, { targets, count }: ExampleSet): number {
  const classes = outputs.length / count
  let right = 0
  for (let row = 0; row < count; row++) {
    const scores = outputs.subarray(row * classes, (row + 1) * classes)
    if (scores.indexOf(Math.max(...scores)) === targets[row]) right++
  }
  return right / count
}
