import { DemoError } from '#contract/demo.ts'
import type { StoredDemoRun } from '#experiments/check-demo.ts'
import { readLabrun } from './read-labrun.ts'
import { ReplayError } from './replay-error.ts'

/** Reads the run of a replay file (base64) that travels with a demo. Rejects with DemoError if it cannot be read. */
export async function openStoredRun(data: string, name: string): Promise<StoredDemoRun> {
  try {
    const { run } = await readLabrun(Buffer.from(data, 'base64'), name)
    const { request, status, stepsDone, values } = run
    return { request, hasCompleted: status === 'completed', steps: stepsDone, values }
  } catch (error) {
    if (error instanceof ReplayError) throw new DemoError(error.message)
    throw error
  }
}
