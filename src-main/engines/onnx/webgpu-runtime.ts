import { gpuLowering } from './layers/gpu-lowering.ts'
import { encodeOnnx, type ElementType, type Graph } from './onnx-file.ts'
import type { Runtime, RuntimeOptions, RuntimeTensor } from './runtime.ts'

export interface WebgpuOptions extends RuntimeOptions {
  /** Whether the CPU may compute an operator that WebGPU lacks; otherwise a graph with one is refused. */
  readonly allowsCpuNodes?: boolean
  /** 0 also writes where each operator is placed to the standard output; 3, errors only, unless told. */
  readonly logLevel?: 0 | 1 | 2 | 3
}

/**
 * Tensors keep to sizes that come again in every step, so buffers are kept by their size. The provider's own way rounds
 * sizes up, keeps few of each and returns the rest: of ResNet-50's step on an H100 that was half the time, in the driver.
 * What is kept is more: 6.6 GB in place of 4.6.
 */
const webgpu = { name: 'webgpu', storageBufferCacheMode: 'simple' } as const

/**
 * Opens the WebGPU provider of onnxruntime-node: Direct3D 12 on Windows, Vulkan on Linux, Metal on macOS. Loads its
 * native library; the adapter is looked for when the first graph is opened, which rejects if there is none.
 */
export async function openWebgpu(options: WebgpuOptions = {}): Promise<Runtime> {
  const { InferenceSession, Tensor, env } = await import('onnxruntime-node')
  type Tensor = InstanceType<typeof Tensor>
  let residentTensors = 0

  const open = (model: Uint8Array, residentOutputs: readonly string[]) =>
    InferenceSession.create(model, {
      executionProviders: [webgpu],
      preferredOutputLocation: Object.fromEntries(residentOutputs.map((name) => [name, 'gpu-buffer'])),
      graphOptimizationLevel: 'all',
      logSeverityLevel: options.logLevel ?? 3,
      ...(options.allowsCpuNodes === true ? {} : { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
      ...(options.profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: options.profile }),
    })

  // A tensor on the device is read by a graph that hands it through. Its own getData() ends the process
  // (onnxruntime-node 1.30: an exception that nothing can catch).
  const known = new Map<string, ReturnType<typeof open>>()
  async function apply(graph: Graph, feeds: Record<string, Tensor>, staysThere: boolean): Promise<Tensor> {
    const key = `${graph.name} ${staysThere}`
    const opening = known.get(key) ?? open(encodeOnnx(graph), staysThere ? ['result'] : [])
    known.set(key, opening)
    opening.catch(() => known.delete(key))
    const { result } = await (await opening).run(feeds, { result: null })
    if (!result) throw new TypeError('Such a graph has one output.')
    if (staysThere) residentTensors++
    return result
  }

  return {
    isNative: true,
    version: env.versions.node ?? env.versions.common,
    threads: 1,
    lowering: gpuLowering,
    memory: {
      upload: (type, data, shape) =>
        apply(oneNode('Identity', type), { values: new Tensor(type, data as Float32Array, shape) }, true),
      async read(tensor) {
        const resident = tensor as Tensor
        const { data } = await apply(
          oneNode('Identity', resident.type as ElementType),
          { values: resident },
          false,
        )
        return data as Float32Array
      },
      scaled: (tensor, factor) =>
        apply(
          oneNode('Mul', 'float32', ['factor']),
          { values: tensor as Tensor, factor: new Tensor('float32', Float32Array.of(factor), []) },
          true,
        ),
      release(tensor) {
        const resident = tensor as Tensor
        resident.dispose()
        residentTensors--
      },
      count: () => residentTensors,
    },
    async open(model, { residentOutputs = [] }) {
      const session = await open(model, residentOutputs)
      return {
        async run(feeds, into) {
          const results = await session.run(
            feeds as Parameters<typeof session.run>[0],
            into as Parameters<typeof session.run>[1],
          )
          residentTensors += Object.keys(results).filter((name) => residentOutputs.includes(name)).length
          return results
        },
        async release() {
          if (options.profile !== undefined) session.endProfiling()
          await session.release()
        },
      }
    },
    tensor: (type, data, shape) => new Tensor(type, data as Float32Array, shape) as RuntimeTensor,
  }
}

/** One operator on the input `values`, of any shape, and these others; its output is `result`. */
function oneNode(operator: string, type: ElementType, others: readonly string[] = []): Graph {
  const inputs = ['values', ...others]
  return {
    name: `${operator} ${type}`,
    nodes: [{ operator, inputs, outputs: ['result'], attributes: {}, domain: '' }],
    constants: [],
    inputs: inputs.map((name) => ({ name, type, shape: null })),
    outputs: [{ name: 'result', type, shape: null }],
  }
}
