import type { CompileOptions, ExampleSet } from '#engines/engine.ts'
import { sizeOf } from '#models/shapes.ts'
import { exampleTensors, type Feeds } from './feeds.ts'
import type { DeviceMemory, Runtime, RuntimeTensor } from './runtime.ts'

/** What every WebGPU device lets one shader read of a tensor, in bytes (maxStorageBufferBindingSize). */
export const tensorBytes = 2 ** 27
/** Sets that stay on the device: what is trained on, and what is looked at in between. */
const setsKept = 2

interface Kept {
  readonly examples: ExampleSet
  readonly inputs: RuntimeTensor
  readonly targets: RuntimeTensor
}

/**
 * Examples for graphs that gather their batch on a device: a set that fits there is copied once, and each step names
 * its rows. Of a larger one each batch is gathered here and copied.
 */
export class DeviceExamples {
  private readonly runtime: Runtime
  private readonly memory: DeviceMemory
  private readonly options: CompileOptions
  private readonly outputs: number
  /** The least recently used first. */
  private kept: readonly Kept[] = []

  constructor(runtime: Runtime, memory: DeviceMemory, options: CompileOptions, outputs: number) {
    this.runtime = runtime
    this.memory = memory
    this.options = options
    this.outputs = outputs
  }

  /** The inputs `examples`, `targets` and `order` of a graph for a batch of the examples that `order` names. */
  async feeds(examples: ExampleSet, order: Int32Array): Promise<Feeds> {
    if (examples.inputs.byteLength <= tensorBytes) {
      const { inputs, targets } = await this.resident(examples)
      return { examples: inputs, targets, order: this.runtime.tensor('int32', order, [order.length]) }
    }
    const batch = gathered(examples, order, sizeOf(this.options.model.input))
    return {
      ...exampleTensors(this.runtime, this.options, this.outputs, batch),
      order: this.runtime.tensor(
        'int32',
        order.map((_, row) => row),
        [order.length],
      ),
    }
  }

  dispose(): void {
    for (const kept of this.kept) this.release(kept)
    this.kept = []
  }

  private async resident(examples: ExampleSet): Promise<Kept> {
    const isSame = (kept: Kept): boolean =>
      kept.examples.inputs === examples.inputs &&
      kept.examples.targets === examples.targets &&
      kept.examples.count === examples.count
    const known = this.kept.find(isSame)
    if (known && known === this.kept.at(-1)) return known
    const kept = known ?? (await this.copied(examples))
    const others = this.kept.filter((other) => other !== known)
    const dropped = others.slice(0, Math.max(0, others.length - (setsKept - 1)))
    for (const each of dropped) this.release(each)
    this.kept = [...others.slice(dropped.length), kept]
    return kept
  }

  private async copied(examples: ExampleSet): Promise<Kept> {
    const { model, loss } = this.options
    const { inputs, targets, count } = examples
    const isLabels = loss === 'softmaxCrossEntropy'
    const there = await this.memory.upload('float32', inputs, [count, ...model.input])
    const labels = isLabels ? Int32Array.from(targets) : Float32Array.from(targets)
    const shape = isLabels ? [count] : [count, this.outputs]
    return {
      examples,
      inputs: there,
      targets: await this.memory.upload(isLabels ? 'int32' : 'float32', labels, shape),
    }
  }

  private release({ inputs, targets }: Kept): void {
    this.memory.release(inputs)
    this.memory.release(targets)
  }
}

/** The examples that `order` names, one after another. `size`: values of one input. */
function gathered({ inputs, targets, count }: ExampleSet, order: Int32Array, size: number): ExampleSet {
  const width = targets.length / count
  const batch = {
    inputs: new Float32Array(order.length * size),
    targets: new (targets instanceof Int32Array ? Int32Array : Float32Array)(order.length * width),
    count: order.length,
  }
  order.forEach((index, row) => {
    batch.inputs.set(inputs.subarray(index * size, (index + 1) * size), row * size)
    batch.targets.set(targets.subarray(index * width, (index + 1) * width), row * width)
  })
  return batch
}
