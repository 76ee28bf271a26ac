import { availableParallelism } from 'node:os'
import { cpuLowering } from './layers/cpu-lowering.ts'
import type { Lowering } from './layers/lowering.ts'
import type { ElementType, TensorData } from './onnx-file.ts'

export interface RuntimeTensor {
  /** Throws for a tensor on a device: see `DeviceMemory`. */
  readonly data: unknown
  readonly dims: readonly number[]
}

/** Memory of a device, beside the process's own: tensors there are fed to graphs without a copy. */
export interface DeviceMemory {
  /** A copy of `data` on the device; release it when it is no longer needed. */
  upload(type: ElementType, data: TensorData, shape: readonly number[]): Promise<RuntimeTensor>
  /** The values of a tensor that is on the device. */
  read(tensor: RuntimeTensor): Promise<Float32Array>
  /** All values times `factor`, in a new tensor. */
  scaled(tensor: RuntimeTensor, factor: number): Promise<RuntimeTensor>
  release(tensor: RuntimeTensor): void
  /** Tensors on the device that were not released yet. */
  count(): number
}

export interface RuntimeSession {
  /** `into`: tensors whose memory receives the outputs, where the runtime can. */
  run(
    feeds: Readonly<Record<string, RuntimeTensor>>,
    into: Readonly<Record<string, RuntimeTensor | null>>,
  ): Promise<Readonly<Record<string, RuntimeTensor>>>
  release(): Promise<void>
}

export interface OpenOptions {
  /** One thread is enough, unless a number of threads was asked for; and equal graphs may share a session. */
  readonly isSmall: boolean
  /** Outputs of the graph that stay in the device's memory, where it has its own. */
  readonly residentOutputs?: readonly string[]
}

/** onnxruntime as this engine uses it: the native package or the WebAssembly one. */
export interface Runtime {
  readonly isNative: boolean
  readonly version: string
  readonly threads: number
  /** How its graphs are written. */
  readonly lowering: Lowering
  /** Null where all tensors are in the process's memory. */
  readonly memory: DeviceMemory | null
  open(model: Uint8Array, options: OpenOptions): Promise<RuntimeSession>
  /** A tensor over `data`, not a copy where the runtime allows it. */
  tensor(type: ElementType, data: TensorData, shape: readonly number[]): RuntimeTensor
}

export interface RuntimeOptions {
  /** Threads of one operator; the cores, and one for small steps, unless told. The same number, the same bits. */
  readonly threads?: number
  /** Writes a profile of every operator to files that begin so. */
  readonly profile?: string
}

/** Opens onnxruntime-node; throws what loading its native library throws. */
export async function openNative(options: RuntimeOptions = {}): Promise<Runtime> {
  const { InferenceSession, Tensor, env } = await import('onnxruntime-node')
  const threads = options.threads ?? availableParallelism()
  return {
    isNative: true,
    version: env.versions.node ?? env.versions.common,
    threads,
    lowering: cpuLowering,
    memory: null,
    async open(model, { isSmall }) {
      const session = await InferenceSession.create(model, {
        intraOpNumThreads: isSmall && options.threads === undefined ? 1 : threads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        // Its plan is a second block beside the memory that the first step took: up to 1.7 times as much in all, and
        // no faster at any size measured.
        enableMemPattern: false,
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
        ...(options.profile === undefined
          ? {}
          : { enableProfiling: true, profileFilePrefix: options.profile }),
      })
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

/** Opens onnxruntime-web, which runs the same graphs in WebAssembly. */
export async function openWasm(options: RuntimeOptions = {}): Promise<Runtime> {
  const { InferenceSession, Tensor, env } = await import('onnxruntime-web')
  const threads = options.threads ?? availableParallelism()
  env.wasm.numThreads = threads
  return {
    isNative: false,
    version: env.versions.web ?? env.versions.common,
    threads,
    lowering: cpuLowering,
    memory: null,
    async open(model) {
      const session = await InferenceSession.create(model, {
        executionProviders: ['wasm'],
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
      })
      return {
        async run(feeds, into) {
          return session.run(feeds as Parameters<typeof session.run>[0], Object.keys(into))
        },
        release: () => session.release(),
      }
    },
    tensor: (type, data, shape) => new Tensor(type, data as Float32Array, shape) as RuntimeTensor,
  }
}
