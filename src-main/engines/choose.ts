import type { LabDescription } from '#contract/messages.ts'
import type { EngineDescription } from '#contract/runs.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { EngineFailure, type Engine } from './engine.ts'
import { tensorflowState } from './tensorflow/state.ts'

type EngineEntry = LabDescription['engines'][number]

/** An engine that does not exist or cannot be opened was asked for; the message lists those that can be. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
}

const typescript = (reason: string): EngineDescription => ({
  name: 'typescript',
  version: packageJson.version,
  device: 'CPU, 64-bit floating point',
  reason,
})

const onnx: EngineDescription = {
  name: 'onnx',
  version: packageJson.dependencies['onnxruntime-node'],
  device: 'CPU',
  reason: 'Comes with the lab; trains the networks where no CUDA device was proven.',
}

/**
 * Every engine by name: its description, or the sentence that says why it cannot be opened. Loads none, so that
 * nothing native enters the process that asks. `home`: the lab's data folder.
 */
export async function listEngines(home: string): Promise<EngineEntry[]> {
  const tensorflow = await tensorflowState(home)
  return [
    {
      name: 'typescript',
      description: typescript('Always there; runs the experiments that train no network.'),
      problem: null,
    },
    { name: 'onnx', description: onnx, problem: null },
    tensorflow.kind === 'ready'
      ? { name: 'tensorflow', description: tensorflow.description, problem: null }
      : { name: 'tensorflow', description: null, problem: tensorflow.problem },
  ]
}

/**
 * The engine of an experiment that trains no network, for a run that asked for `requested` ("auto" or a name).
 * Throws EngineError for every other.
 */
export function chooseEngine(requested: string): EngineDescription {
  if (requested === 'auto')
    return typescript('Chosen automatically: for two weights plain typed arrays are faster than a framework.')
  if (requested === 'typescript') return typescript('Asked for by name.')
  const allowed = 'Use "auto" or "typescript".'
  if (requested === 'onnx' || requested === 'tensorflow')
    throw new EngineError(
      `This experiment trains no network, so the engine "${requested}" has nothing to do in it. ${allowed}`,
    )
  throw new EngineError(`There is no engine "${requested}". ${allowed}`)
}

export interface EngineOptions {
  /** Threads of one operator on the CPU; absent: the engine's choice. Processes side by side share the cores by it. */
  readonly threads?: number
}

/**
 * Opens the engine that trains networks, for a run that asked for `requested`: "auto" takes TensorFlow where
 * its probe proved a CUDA device and else onnx. For trainer processes: native libraries load here. `home`: the
 * lab's data folder. Throws EngineError with what to do when the engine cannot be opened.
 */
export async function openEngine(
  requested: string,
  home: string,
  options: EngineOptions = {},
): Promise<Engine> {
  if (requested === 'auto') return openAutomatically(home, options)
  if (requested === 'onnx') return openOnnx('Asked for by name.', options)
  if (requested === 'tensorflow') return openTensorflow(home, 'Asked for by name.')
  const allowed = 'Use "auto", "onnx" or "tensorflow".'
  if (requested === 'typescript')
    throw new EngineError(`The engine "typescript" does not train networks. ${allowed}`)
  throw new EngineError(`There is no engine "${requested}". ${allowed}`)
}

async function openAutomatically(home: string, options: EngineOptions): Promise<Engine> {
  const state = await tensorflowState(home)
  if (state.kind !== 'ready')
    return openOnnx(`Chosen automatically: TensorFlow cannot be used. ${state.problem}`, options)
  if (!state.isCuda)
    return openOnnx(
      'Chosen automatically: TensorFlow found no CUDA device, and on a CPU onnx is faster.',
      options,
    )
  try {
    return await openTensorflow(home, 'Chosen automatically: its probe trained on a CUDA device.')
  } catch (error) {
    return openOnnx(
      `Chosen automatically: ${error instanceof Error ? error.message : String(error)}`,
      options,
    )
  }
}

/** Imported when asked for and not before: the native libraries are large, and a broken one must not break the rest. */
async function openOnnx(reason: string, options: EngineOptions): Promise<Engine> {
  try {
    const { openOnnxEngine } = await import('./onnx/engine.ts')
    return await openOnnxEngine(reason, options)
  } catch (error) {
    throw cannotOpen('onnx', error, 'Run "npm ci" to install it again.')
  }
}

async function openTensorflow(home: string, reason: string): Promise<Engine> {
  const state = await tensorflowState(home)
  if (state.kind !== 'ready')
    throw new EngineError(
      `The engine "tensorflow" cannot be opened: ${state.problem} Or use "auto" or "onnx".`,
    )
  try {
    const { openTensorflowEngine } = await import('./tensorflow/open.ts')
    return await openTensorflowEngine(home, reason)
  } catch (error) {
    throw cannotOpen('tensorflow', error, 'Run "npm run engine:tensorflow" again, or use "auto" or "onnx".')
  }
}

function cannotOpen(name: string, error: unknown, whatToDo: string): EngineError {
  if (error instanceof EngineError) return error
  const why = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
  const kind = error instanceof EngineFailure ? 'could not be used' : 'could not be loaded'
  return new EngineError(`The engine "${name}" ${kind}: ${why}. ${whatToDo}`, { cause: error })
}
