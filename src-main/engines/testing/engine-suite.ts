import { afterAll, describe, it } from 'vitest'
import type { Engine } from '../engine.ts'
import { openReferenceEngine } from './engine-suite-reference.ts'
import type { NetworkEngine } from '../entry.ts'
import { engines, openEngine } from '../registry.ts'

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
  /** False for one that this machine does not have; true: not to open it is a failure. */
  readonly isExpected: boolean
}

/** TensorFlow is looked for in the lab's data folder, which the suite must be told: tests do not read a user's. */
const tensorflowHome = process.env['LAB182_HOME'] ?? ''

/** Opens an engine that this machine is expected to have. */
export async function openOne(name: string, open: () => Promise<Engine>): Promise<SuiteEngine> {
  try {
    return { name, engine: await open(), problem: '', isExpected: true }
  } catch (error) {
    return {
      name,
      engine: null,
      problem: error instanceof Error ? error.message : String(error),
      isExpected: true,
    }
  }
}

/** Every device of every engine that trains networks, opened if this machine has it. */
async function openDevices(engine: NetworkEngine): Promise<SuiteEngine[]> {
  const { name } = engine
  const state = await engine.state(tensorflowHome)
  if (state.kind === 'unusable')
    return [
      {
        ...{ name, engine: null, isExpected: false },
        problem: `${state.problem} Then name the lab's data folder: LAB182_HOME=/path npm run unit.`,
      },
    ]
  const opened: SuiteEngine[] = []
  for (const { device, problem } of state.devices) {
    const title = `${name} on ${device.id}`
    opened.push(
      problem === null
        ? await openOne(title, () => openEngine(name, tensorflowHome, { device: device.id }))
        : { name: title, engine: null, problem, isExpected: false },
    )
  }
  return opened
}

/** Every engine and device of the registry, opened where it can be. The float64 one shows that the suite can be passed. */
export async function openSuiteEngines(): Promise<readonly SuiteEngine[]> {
  const all = [await openOne('reference', openReferenceEngine)]
  for (const engine of engines) if (engine.trains === 'networks') all.push(...(await openDevices(engine)))
  return all
}

/** Registers the checks for every engine and device. */
export async function describeEngines(checks: readonly Check[]): Promise<void> {
  for (const each of await openSuiteEngines()) describeEngine(each, checks)
}

/**
 * Registers the checks for one engine and device. One that this machine does not have is a skipped test whose name
 * says why; one that is listed as usable and does not open is a failure.
 */
export function describeEngine(
  { name, engine, problem, isExpected }: SuiteEngine,
  checks: readonly Check[],
): void {
  if (engine === null && !isExpected) {
    it.skip(`${name} is not tested. ${problem}`)
    return
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
