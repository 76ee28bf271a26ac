import type { Device } from '#contract/devices.ts'
import { EngineFailure, type Engine } from '#engines/engine.ts'
import { counted } from '#text/words.ts'
import { onnxDevice, onnxDevices, type OnnxDevice, type OnnxDeviceId } from './devices.ts'
import type { Runtime, RuntimeOptions } from './runtime.ts'
import { OnnxSession } from './session.ts'
import { withSharedSessions } from './shared-sessions.ts'

export interface OnnxEngineOptions extends RuntimeOptions {
  /** "cpu", the native library, unless another is named. */
  readonly device?: OnnxDeviceId
  /** The device as the record names it, if a trial knows more of it than its id. */
  readonly named?: Device
}

/** Opens the engine `onnx`; `reason` says why it was chosen. Throws EngineFailure if its package cannot be loaded. */
export async function openOnnxEngine(reason: string, options: OnnxEngineOptions = {}): Promise<Engine> {
  const { device = 'cpu', named, ...runtimeOptions } = options
  const { packageName, kind, open }: OnnxDevice = onnxDevices[device]
  const runtime = withSharedSessions(await loaded(packageName, () => open(runtimeOptions)))
  const threads = kind === 'cpu' ? `up to ${counted(runtime.threads, 'thread')}, ` : ''
  return {
    description: {
      name: 'onnx',
      version: `${packageName} ${runtime.version}`,
      device: named ?? onnxDevice(device),
      detail: `${threads}32-bit floating point`,
      reason,
    },
    compile: (compileOptions) => OnnxSession.open(runtime, compileOptions),
    close: () => runtime.close(),
  }
}

async function loaded(packageName: string, open: () => Promise<Runtime>): Promise<Runtime> {
  try {
    return await open()
  } catch (error) {
    const problem = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
    throw new EngineFailure(`${packageName} cannot be loaded (${problem})`)
  }
}
