import { isResumable, type RunSummary } from '#contract/runs.ts'
import { measuredBetween } from './end-run.ts'
import type { Recording } from './recording.ts'
import type { KeptJob } from './run-folder.ts'
import type { RunStore } from './run-store.ts'
import { RunWriter } from './run-writer.ts'

/** A run that is ready to go on: its claim held, its folder put back to what its finished jobs logged. */
export interface TakenUp {
  readonly summary: RunSummary
  readonly writer: RunWriter
  readonly recording: Recording
  readonly jobs: readonly KeptJob[]
}

/**
 * Takes up a run that ended early. `ended` is what another lab has made of it since, where it cannot go on any more.
 * Throws ClaimedElsewhereError, ClaimTakenError, or the file system's error.
 */
export async function takeUp(
  store: RunStore,
  id: string,
  stepsPerSecond: number | null,
): Promise<TakenUp | { readonly ended: RunSummary }> {
  const folder = store.runFolder(id)
  const claim = await store.take(id)
  try {
    const ended = await store.record(folder)
    if (!isResumable(ended)) {
      await claim.release()
      return { ended }
    }
    await store.write(folder, ended)
    const jobs = await folder.readKept()
    const { recording: logged } = await folder.readSamples()
    const recording = logged.only(new Set(jobs.flatMap(({ tracks }) => tracks)))
    const summary: RunSummary = {
      ...ended,
      status: 'starting',
      problem: null,
      endedAt: null,
      sampleCounts: recording.counts(),
      stepsDone: recording.stepsDone(measuredBetween(ended.request)),
      hasDiverged: recording.hasDiverged,
      finishedJobs: jobs.length,
      stepsPerSecond,
      attempt: ended.attempt + 1,
    }
    const writer = new RunWriter(folder, claim)
    await writer.rewrite(summary, recording, jobs)
    return { summary, writer, recording, jobs }
  } catch (error) {
    await claim.release()
    throw error
  }
}
