import { EngineFailure, type Engine } from '#engines/engine.ts'
import { counted } from '#text/words.ts'
import { openNative, openWasm, type Runtime, type RuntimeOptions } from './runtime.ts'
import { OnnxSession } from './session.ts'
import { withSharedSessions } from './shared-sessions.ts'

export interface OnnxEngineOptions extends RuntimeOptions {
  /** Taken without asking for the other; otherwise the native library where it loads, else WebAssembly. */
  readonly runtime?: 'native' | 'wasm'
}

/**
 * Opens the engine `onnx`; `reason` says why it was chosen. Without the native library of onnxruntime-node the
 * same graphs run in WebAssembly, more slowly, and the description says so. Throws EngineFailure where neither
 * can be loaded.
 */
export async function openOnnxEngine(reason: string, options: OnnxEngineOptions = {}): Promise<Engine> {
  const { runtime: own, remark } = await openRuntime(options)
  const runtime = withSharedSessions(own)
  const threads = `up to ${counted(runtime.threads, 'thread')}`
  return {
    description: {
      name: 'onnx',
      version: `${runtime.isNative ? 'onnxruntime-node' : 'onnxruntime-web'} ${runtime.version}`,
      device: runtime.isNative ? `CPU, ${threads}, 32-bit` : `CPU in WebAssembly, ${threads}, 32-bit`,
      reason: remark === '' ? reason : `${reason} ${remark}`,
    },
    compile: (compileOptions) => OnnxSession.open(runtime, compileOptions),
    close: () => runtime.close(),
  }
}

async function openRuntime(
  options: OnnxEngineOptions,
): Promise<{ readonly runtime: Runtime; readonly remark: string }> {
  let problem = ''
  if (options.runtime !== 'wasm')
    try {
      return { runtime: await openNative(options), remark: '' }
    } catch (error) {
      problem = firstLine(error)
      if (options.runtime === 'native')
        throw new EngineFailure(`The native library of onnxruntime-node cannot be loaded: ${problem}`)
    }
  try {
    const remark = problem === '' ? '' : `Its native library cannot be loaded (${problem}), so it is slower.`
    return { runtime: await openWasm(options), remark }
  } catch (error) {
    throw new EngineFailure(
      `Neither onnxruntime-node (${problem}) nor onnxruntime-web (${firstLine(error)}) can be loaded; install the packages again.`,
    )
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
}
