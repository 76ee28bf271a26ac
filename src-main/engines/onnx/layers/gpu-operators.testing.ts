import type { Runtime } from '../runtime.ts'
import { sizeOf } from '#models/shapes.ts'
import { floats } from '../feeds.ts'
import { GraphBuilder, type Value } from '../graph-builder.ts'
import { encodeOnnx } from '../onnx-file.ts'

export interface GivenTensor {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** What a written piece of a graph computes of these tensors on a runtime: its shape, and its values in order. */
export async function computed(
  runtime: Runtime,
  given: readonly GivenTensor[],
  write: (graph: GraphBuilder, inputs: readonly Value[]) => Value,
): Promise<{ readonly shape: readonly number[]; readonly values: Float32Array }> {
  const graph = new GraphBuilder('tested')
  const inputs = given.map(({ shape }, at) => graph.input(`input ${at}`, shape))
  const name = graph.output(write(graph, inputs))
  const session = await runtime.open(encodeOnnx(graph.finish()), { isSmall: true })
  const feeds = given.map(({ shape, values }, at) => [
    `input ${at}`,
    runtime.tensor('float32', values, shape),
  ])
  const results = await session.run(Object.fromEntries(feeds), { [name]: null })
  await session.release()
  return { shape: results[name]?.dims ?? [], values: floats(results[name]) }
}

/** A tensor with values drawn by `draw`. */
export const drawn = (shape: readonly number[], draw: () => number): GivenTensor => ({
  shape,
  values: Float32Array.from({ length: sizeOf(shape) }, draw),
})
