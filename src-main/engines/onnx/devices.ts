import type { Device } from '#contract/devices.ts'
import packageJson from '../../../package.json' with { type: 'json' }
import { processorName } from '../processor.ts'
import { backendOf } from './webgpu/adapter.ts'
import { openNative, openWasm, type Runtime, type RuntimeOptions } from './runtime.ts'
import { openWebgpu } from './webgpu-runtime.ts'

/** A device of the engine onnx: a row of this table is all that one more takes. */
export interface OnnxDevice {
  readonly kind: Device['kind']
  readonly api: Device['api']
  /** Its package, and the version installed with this lab. */
  readonly packageName: string
  readonly packageVersion: string
  /** Why "auto" would take it, without a full stop. */
  readonly merit: string
  /** For the list of engines, one sentence. */
  readonly remark: string
  readonly open: (options: RuntimeOptions) => Promise<Runtime>
}

const { dependencies } = packageJson

/** By id, the one to try first in front. */
export const onnxDevices = {
  cpu: {
    kind: 'cpu',
    api: 'native',
    packageName: 'onnxruntime-node',
    packageVersion: dependencies['onnxruntime-node'],
    merit: 'of the engines on a CPU it is the fastest',
    remark: 'Comes with the lab; trains networks unless a GPU that has passed its trial is faster.',
    open: openNative,
  },
  webgpu: {
    kind: 'gpu',
    api: 'webgpu',
    packageName: 'onnxruntime-node',
    packageVersion: dependencies['onnxruntime-node'],
    merit: 'it trains on the graphics card',
    remark: 'Comes with the lab; trains networks on the graphics card, which has passed its trial.',
    open: openWebgpu,
  },
  wasm: {
    kind: 'cpu',
    api: 'wasm',
    packageName: 'onnxruntime-web',
    packageVersion: dependencies['onnxruntime-web'],
    merit: 'it runs the same graphs in WebAssembly, more slowly',
    remark: 'Comes with the lab; runs the same graphs in WebAssembly, more slowly.',
    open: openWasm,
  },
} satisfies Record<string, OnnxDevice>

export type OnnxDeviceId = keyof typeof onnxDevices
export const onnxDeviceIds = Object.keys(onnxDevices) as OnnxDeviceId[]

/** The device as it is recorded with a run, where no trial has named it. */
export function onnxDevice(id: OnnxDeviceId): Device {
  const { kind, api }: OnnxDevice = onnxDevices[id]
  return {
    ...{ id, kind, api, name: kind === 'cpu' ? processorName() : null, isSoftware: false },
    ...(api === 'webgpu' ? { backend: backendOf(process.platform) } : {}),
  }
}
