import { encodeOnnx, type ElementType, type Graph } from './onnx-file.ts'
import type { Runtime, RuntimeOptions, RuntimeTensor } from './runtime.ts'

export interface WebgpuOptions extends RuntimeOptions {
  /** Whether the CPU may compute an operator that WebGPU lacks; otherwise a graph with one is refused. */
  readonly allowsCpuNodes?: boolean
  /** 0 also writes where each operator is placed to the standard output; 3, errors only, unless told. */
  readonly logLevel?: 0 | 1 | 2 | 3
}

/**
 * Opens the WebGPU provider of onnxruntime-node: Direct3D 12 on Windows, Vulkan on Linux, Metal on macOS. Loads its
 * native library; the adapter is looked for when the first graph is opened, which rejects if there is none.
 */
export async function openWebgpu(options: WebgpuOptions = {}): Promise<Runtime> {
  const { InferenceSession, Tensor, env } = await import('onnxruntime-node')
  type Tensor = InstanceType<typeof Tensor>

  const open = (model: Uint8Array, residentOutputs: readonly string[]) =>
    InferenceSession.create(model, {
      executionProviders: ['webgpu'],
      preferredOutputLocation: Object.fromEntries(residentOutputs.map((name) => [name, 'gpu-buffer'])),
      graphOptimizationLevel: 'all',
      logSeverityLevel: options.logLevel ?? 3,
      ...(options.allowsCpuNodes === true ? {} : { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
      ...(options.profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: options.profile }),
    })

  // A tensor on the device is read by a graph that hands it through. Its own getData() ends the process
  // (onnxruntime-node 1.30: an exception that nothing can catch).
  const copiers = new Map<string, ReturnType<typeof open>>()
  async function copy(tensor: Tensor, isUpload: boolean): Promise<Tensor> {
    const key = `${tensor.type} ${isUpload}`
    const opening = copiers.get(key) ?? open(encodeOnnx(copyGraph(tensor.type)), isUpload ? ['copy'] : [])
    copiers.set(key, opening)
    opening.catch(() => copiers.delete(key))
    const { copy: result } = await (await opening).run({ values: tensor }, { copy: null })
    if (!result) throw new TypeError('The graph that copies a tensor has an output.')
    return result
  }

  return {
    isNative: true,
    version: env.versions.node ?? env.versions.common,
    threads: 1,
    memory: {
      upload: async (type, data, shape) => copy(new Tensor(type, data as Float32Array, shape), true),
      read: async (tensor) => (await copy(tensor as Tensor, false)).data as Float32Array,
      release: (tensor) => (tensor as Tensor).dispose(),
    },
    async open(model, { residentOutputs = [] }) {
      const session = await open(model, residentOutputs)
      return {
        async run(feeds, into) {
          return session.run(
            feeds as Parameters<typeof session.run>[0],
            into as Parameters<typeof session.run>[1],
          )
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

/** Input `values`, output `copy`, of any shape. */
function copyGraph(type: string): Graph {
  const element = type as ElementType
  return {
    name: 'copy',
    nodes: [{ operator: 'Identity', inputs: ['values'], outputs: ['copy'], attributes: {}, domain: '' }],
    constants: [],
    inputs: [{ name: 'values', type: element, shape: null }],
    outputs: [{ name: 'copy', type: element, shape: null }],
  }
}
