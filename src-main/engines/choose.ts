import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { LabDescription } from '#contract/messages.ts'
import type { EngineDescription } from '#contract/runs.ts'
import packageJson from '../../package.json' with { type: 'json' }

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

/** Where TensorFlow.js keeps its native addon inside its package (Node-API 8, which Node 20 and later load). */
const addonPath = join('lib', 'napi-v8', 'tfjs_binding.node')

function tensorflowProblem(): string {
  try {
    const manifest = createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json')
    return existsSync(join(dirname(manifest), addonPath))
      ? 'No network is trained with it yet.'
      : 'Its native library is not installed.'
  } catch {
    return 'The package @tensorflow/tfjs-node-gpu is not installed.'
  }
}

/** Every engine by name: its description, or the sentence that says why it cannot be opened. Loads none. */
export async function listEngines(): Promise<EngineEntry[]> {
  return [
    {
      name: 'typescript',
      description: typescript('It needs no native library and is always there.'),
      problem: null,
    },
    { name: 'tensorflow', description: null, problem: tensorflowProblem() },
  ]
}

/**
 * The engine for a run that asked for `requested` ("auto" or a name). Throws EngineError for an unknown name
 * and for an engine that cannot be opened.
 */
export function chooseEngine(requested: string): EngineDescription {
  if (requested === 'auto')
    return typescript('Chosen automatically: for two weights plain typed arrays are faster than a framework.')
  if (requested === 'typescript') return typescript('Asked for by name.')
  const allowed = 'Use "auto" or "typescript".'
  if (requested === 'tensorflow')
    throw new EngineError(`The engine "tensorflow" cannot be opened: ${tensorflowProblem()} ${allowed}`)
  throw new EngineError(`There is no engine "${requested}". ${allowed}`)
}
