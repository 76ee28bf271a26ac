import type { CompileOptions, ExampleSet } from '#engines/engine.ts'
import type { Weights } from '#models/model.ts'
import { DeviceExamples } from './device-examples.ts'
import { nulls, used, type Feeds } from './feeds.ts'
import { drawMasks } from './masks.ts'
import type { DeviceMemory, Runtime, RuntimeTensor } from './runtime.ts'
import {
  gradientBytes,
  initialTensors,
  unpackedWeights,
  type OpenProgram,
  type SessionState,
  type Steps,
} from './state.ts'
import { stateName, type StoredTensor } from './storage.ts'
import { lossesKept } from './training-programs.ts'

/**
 * State in a device's memory, changed there by graphs of one step each; what a step gives is what the next one takes.
 * Losses are collected there too, and read after the last step, so that the device need not wait between two.
 */
export class DeviceState implements SessionState {
  readonly mostSteps = lossesKept
  private readonly runtime: Runtime
  private readonly memory: DeviceMemory
  private readonly stored: readonly StoredTensor[]
  private readonly stateNames: readonly string[]
  private readonly examples: DeviceExamples
  /** By input name. */
  private readonly tensors = new Map<string, RuntimeTensor>()

  private constructor(
    runtime: Runtime,
    memory: DeviceMemory,
    options: CompileOptions,
    outputs: number,
    stored: readonly StoredTensor[],
    stateNames: readonly string[],
  ) {
    this.runtime = runtime
    this.memory = memory
    this.stored = stored
    this.stateNames = stateNames
    this.examples = new DeviceExamples(runtime, memory, options, outputs)
  }

  /** Copies the weights of the options to the device; throws EngineFailure for a missing or misfit one. */
  static async open(
    runtime: Runtime,
    memory: DeviceMemory,
    options: CompileOptions,
    outputs: number,
    stored: readonly StoredTensor[],
    stateNames: readonly string[],
  ): Promise<DeviceState> {
    const state = new DeviceState(runtime, memory, options, outputs, stored, stateNames)
    try {
      await state.write(options.weights)
      state.keep('losses', await memory.upload('float32', new Float32Array(lossesKept), [lossesKept]))
    } catch (error) {
      state.dispose()
      throw error
    }
    return state
  }

  feeds(): Feeds {
    return Object.fromEntries(this.tensors)
  }

  exampleFeeds(examples: ExampleSet, order: Int32Array): Promise<Feeds> {
    return this.examples.feeds(examples, order)
  }

  async train({ program, session }: OpenProgram, examples: ExampleSet, steps: Steps): Promise<Float32Array> {
    const { runtime } = this
    const { count, batch, order, factors, random } = steps
    const scale = runtime.tensor('float32', Float32Array.of(steps.scale), [])
    for (let step = 0; step < count; step++) {
      const feeds: Feeds = {
        ...(await this.exampleFeeds(examples, order.subarray(step * batch, (step + 1) * batch))),
        ...this.feeds(),
        ...drawMasks(runtime, program.masks, random, null),
        ...(factors
          ? { factors: runtime.tensor('float32', factors.subarray(2 * step, 2 * step + 2), [2]) }
          : {}),
        scale,
      }
      const outputs = new Map([...program.outputs, ['losses', program.result]])
      const results = await session.run(used(program, feeds), nulls([...outputs.values()]))
      for (const [input, output] of outputs) {
        const tensor = results[output]
        if (tensor) this.keep(input, tensor)
      }
    }
    const losses = this.tensors.get('losses')
    return losses ? (await this.memory.read(losses)).slice(lossesKept - count) : new Float32Array(0)
  }

  async read(): Promise<Weights> {
    const weights: [string, Float32Array][] = []
    for (const stored of this.stored) {
      const tensor = this.tensors.get(stored.name)
      if (tensor) weights.push(...unpackedWeights(stored, await this.memory.read(tensor)))
    }
    return Object.fromEntries(weights)
  }

  async write(weights: Weights): Promise<void> {
    for (const { name, shape, values } of initialTensors(this.stored, this.stateNames, weights))
      this.keep(name, await this.memory.upload('float32', values, shape))
  }

  async scaleOptimizerState(factor: number): Promise<void> {
    for (const stored of this.stored)
      for (const state of this.stateNames) {
        const name = stateName(state, stored)
        const tensor = this.tensors.get(name)
        if (tensor) this.keep(name, await this.memory.scaled(tensor, factor))
      }
  }

  heldBytes(): number {
    const isTrained = ({ role }: StoredTensor): number => (role === 'trained' ? this.stateNames.length : 0)
    return this.stored.reduce(
      (bytes, stored) => bytes + 4 * stored.size * (1 + isTrained(stored)),
      gradientBytes(this.stored),
    )
  }

  dispose(): void {
    for (const tensor of this.tensors.values()) this.memory.release(tensor)
    this.tensors.clear()
    this.examples.dispose()
  }

  /** Holds a tensor in the place of the one that had its name. */
  private keep(name: string, tensor: RuntimeTensor): void {
    const previous = this.tensors.get(name)
    this.tensors.set(name, tensor)
    if (previous) this.memory.release(previous)
  }
}
