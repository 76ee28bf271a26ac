import { DemoError } from '#contract/demo.ts'
import type { RunRequest } from '#contract/runs.ts'
import type { Values } from '#contract/samples.ts'
import { readLabrun } from './read-labrun.ts'
import { ReplayError } from './replay-error.ts'

/** Reads the run of a replay file (base64) that travels with a demo. Rejects with DemoError if it cannot be read. */
export async function openStoredRun(data: string, name: string): Promise<StoredRecord> {
  try {
    const { run } = await readLabrun(Buffer.from(data, 'base64'), name)
    const { request, status, stepsDone, values } = run
    return { request, hasCompleted: status === 'completed', steps: stepsDone, values }
  } catch (error) {
    if (error instanceof ReplayError) throw new DemoError(error.message)
    throw error
  }
}

/** What a demo needs of the record. */
interface StoredRecord {
  readonly request: RunRequest
  readonly hasCompleted: boolean
  readonly steps: number
  readonly values: Values
}
