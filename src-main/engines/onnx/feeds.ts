import { EngineFailure, type CompileOptions, type ExampleSet } from '#engines/engine.ts'
import { sizeOf } from '#models/shapes.ts'
import type { Program } from './programs.ts'
import type { Runtime, RuntimeTensor } from './runtime.ts'

/** Tensors by the name of the graph's input. */
export type Feeds = Record<string, RuntimeTensor>

/** Throws EngineFailure where the arrays do not have the lengths that the count says, or an index is outside. */
export function checkExamples(
  examples: ExampleSet,
  { model, loss }: CompileOptions,
  outputs: number,
  order?: Int32Array,
): void {
  const { inputs, targets, count } = examples
  const values = count * sizeOf(model.input)
  if (inputs.length !== values)
    throw new EngineFailure(`${count} examples need ${values} input values, not ${inputs.length}.`)
  const wanted = loss === 'softmaxCrossEntropy' ? count : count * outputs
  if (targets.length !== wanted)
    throw new EngineFailure(`${count} examples need ${wanted} targets, not ${targets.length}.`)
  if (!order) return
  if (order.length === 0) throw new EngineFailure('No examples were named; name at least one.')
  for (const index of order)
    if (index < 0 || index >= count)
      throw new EngineFailure(`There is no example ${index} among ${count}; name one from 0 to ${count - 1}.`)
}

/** The whole example set as inputs of the graph, which gathers each batch itself; nothing is copied natively. */
export function exampleTensors(
  runtime: Runtime,
  { model, loss }: CompileOptions,
  outputs: number,
  { inputs, targets, count }: ExampleSet,
): Feeds {
  return {
    examples: runtime.tensor('float32', inputs, [count, ...model.input]),
    targets:
      loss === 'softmaxCrossEntropy'
        ? runtime.tensor('int32', targets instanceof Int32Array ? targets : Int32Array.from(targets), [count])
        : runtime.tensor('float32', targets instanceof Float32Array ? targets : Float32Array.from(targets), [
            count,
            outputs,
          ]),
  }
}

/** Only the feeds this graph has inputs for. */
export function used({ graph }: Program, feeds: Feeds): Feeds {
  return Object.fromEntries(
    graph.inputs.flatMap(({ name }) => {
      const tensor = feeds[name]
      return tensor ? [[name, tensor]] : []
    }),
  )
}

/** Asks for these outputs, in memory that the runtime finds. */
export const nulls = (names: readonly string[]): Record<string, null> =>
  Object.fromEntries(names.map((name) => [name, null]))

/** The numbers of an output that is in the process's memory. */
export function floats(tensor: RuntimeTensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data
  throw new EngineFailure('onnxruntime returned no numbers for an output of the graph.')
}
