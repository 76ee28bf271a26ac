import type { CompileOptions, ExampleSet } from '#engines/engine.ts'
import type { Weights } from '#models/model.ts'
import { sizeOf } from '#models/shapes.ts'
import { exampleTensors, floats, used, type Feeds } from './feeds.ts'
import { drawMasks } from './masks.ts'
import type { Program } from './programs.ts'
import type { Runtime, RuntimeTensor } from './runtime.ts'
import {
  gradientBytes,
  initialTensors,
  unpackedWeights,
  type OpenProgram,
  type SessionState,
  type Steps,
} from './state.ts'
import { stateName, type StoredTensor } from './storage.ts'

/** State in the process's own memory, as the arrays that graphs with a loop are fed with. */
export class HostState implements SessionState {
  readonly mostSteps = 2048
  private readonly runtime: Runtime
  private readonly options: CompileOptions
  private readonly outputs: number
  private readonly stored: readonly StoredTensor[]
  private readonly stateNames: readonly string[]
  /** By input name. */
  private readonly arrays = new Map<string, Float32Array>()
  private readonly shapes = new Map<string, readonly number[]>()
  /** Arrays that the next run may write the new state into, by name. */
  private spare = new Map<string, Float32Array>()

  constructor(
    runtime: Runtime,
    options: CompileOptions,
    outputs: number,
    stored: readonly StoredTensor[],
    stateNames: readonly string[],
  ) {
    this.runtime = runtime
    this.options = options
    this.outputs = outputs
    this.stored = stored
    this.stateNames = stateNames
    this.fill(options.weights)
  }

  feeds(): Feeds {
    const feeds: Feeds = {}
    for (const [name, values] of this.arrays)
      feeds[name] = this.runtime.tensor('float32', values, this.shapes.get(name) ?? [])
    return feeds
  }

  async exampleFeeds(examples: ExampleSet, order: Int32Array): Promise<Feeds> {
    return {
      ...exampleTensors(this.runtime, this.options, this.outputs, examples),
      order: this.runtime.tensor('int32', order, [order.length]),
    }
  }

  async train({ program, session }: OpenProgram, examples: ExampleSet, steps: Steps): Promise<Float32Array> {
    const { runtime } = this
    const { count, batch, order, scale, factors, random } = steps
    const feeds: Feeds = {
      ...(await this.exampleFeeds(examples, order)),
      ...this.feeds(),
      ...drawMasks(runtime, program.masks, random, count),
      steps: runtime.tensor('int64', BigInt64Array.of(BigInt(count)), []),
      order: runtime.tensor('int32', order, [count, batch]),
      scale: runtime.tensor('float32', Float32Array.of(scale), []),
      ...(factors ? { factors: runtime.tensor('float32', factors, [count, 2]) } : {}),
    }
    const results = await session.run(used(program, feeds), this.outputTensors(program))
    for (const [input, output] of program.outputs) {
      const previous = this.arrays.get(input)
      this.arrays.set(input, floats(results[output]))
      if (previous && runtime.isNative) this.spare.set(input, previous)
    }
    return floats(results[program.result])
  }

  async read(): Promise<Weights> {
    return Object.fromEntries(
      this.stored.flatMap((tensor) => {
        const values = this.arrays.get(tensor.name)
        return values ? unpackedWeights(tensor, values) : []
      }),
    )
  }

  async write(weights: Weights): Promise<void> {
    this.fill(weights)
    this.spare = new Map()
  }

  async scaleOptimizerState(factor: number): Promise<void> {
    for (const tensor of this.stored)
      for (const state of this.stateNames) {
        const values = this.arrays.get(stateName(state, tensor))
        if (values) for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) * factor
      }
  }

  heldBytes(): number {
    let bytes = gradientBytes(this.stored)
    for (const values of [...this.arrays.values(), ...this.spare.values()]) bytes += values.byteLength
    return bytes
  }

  dispose(): void {
    this.arrays.clear()
    this.spare.clear()
  }

  private fill(weights: Weights): void {
    for (const { name, shape, values } of initialTensors(this.stored, this.stateNames, weights)) {
      this.arrays.set(name, values)
      this.shapes.set(name, shape)
    }
  }

  /** The spare arrays take the new state, so that no run allocates it. */
  private outputTensors(program: Program): Record<string, RuntimeTensor | null> {
    const into: Record<string, RuntimeTensor | null> = { [program.result]: null }
    for (const [input, output] of program.outputs) {
      const shape = this.shapes.get(input) ?? []
      const spare = this.spare.get(input) ?? new Float32Array(sizeOf(shape))
      into[output] = this.runtime.isNative ? this.runtime.tensor('float32', spare, shape) : null
    }
    return into
  }
}
