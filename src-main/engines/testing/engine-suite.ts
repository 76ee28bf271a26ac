import { afterAll, describe, it } from 'vitest'
import { openEngine } from '../choose.ts'
import type { Engine } from '../engine.ts'
import { openReferenceEngine } from './engine-suite-reference.ts'
import { openOnnxEngine } from '../onnx/engine.ts'

/** One promise of the Engine interface; rejects where the engine breaks it. */
export interface Check {
  readonly title: string
  readonly run: (engine: Engine) => Promise<void>
}

export interface SuiteEngine {
  readonly name: string
  /** Null where it could not be opened. */
  readonly engine: Engine | null
  /** Why not, and how to enable it; empty for an open one. */
  readonly problem: string
}

/** TensorFlow is looked for in the lab's data folder, which the suite must be told: tests do not read a user's. */
const tensorflowHome = process.env['LAB182_HOME'] ?? ''

async function openOne(name: string, open: () => Promise<Engine>): Promise<SuiteEngine> {
  try {
    return { name, engine: await open(), problem: '' }
  } catch (error) {
    return { name, engine: null, problem: error instanceof Error ? error.message : String(error) }
  }
}

async function openTensorflow(): Promise<Engine> {
  if (tensorflowHome === '')
    throw new Error(
      'To test it, run "npm run engine:tensorflow" and name the lab\'s data folder: LAB182_HOME=/path npm run unit.',
    )
  return openEngine('tensorflow', tensorflowHome)
}

/** Every engine the suite knows, opened where it can be. The float64 one shows that the suite can be passed. */
export async function openSuiteEngines(): Promise<readonly SuiteEngine[]> {
  return [
    await openOne('reference', openReferenceEngine),
    await openOne('onnx', () => openEngine('onnx', tensorflowHome)),
    await openOne('onnx in WebAssembly', () =>
      openOnnxEngine('Asked for by the suite.', { runtime: 'wasm' }),
    ),
    await openOne('tensorflow', openTensorflow),
  ]
}

/**
 * Registers the checks for every engine. One that cannot be opened is a skipped test whose name says why; onnx
 * comes with the lab, so for it that is a failure.
 */
export async function describeEngines(checks: readonly Check[]): Promise<void> {
  for (const { name, engine, problem } of await openSuiteEngines()) {
    if (engine === null && name === 'tensorflow') {
      it.skip(`tensorflow is not tested. ${problem}`)
      continue
    }
    describe(`engine ${name}`, { timeout: 120_000 }, () => {
      if (engine === null) {
        it('opens', () => {
          throw new Error(problem)
        })
        return
      }
      for (const { title, run } of checks) it(title, () => run(engine))
      afterAll(() => engine.close())
    })
  }
}
