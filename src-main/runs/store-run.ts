import type { RunSummary } from '#contract/runs.ts'
import type { Recording } from './recording.ts'
import { RunWriter } from './run-writer.ts'

/** Writes the folder of an ended run with its samples and snapshots. Rejects with the file system's error. */
export async function storeRun(runsFolder: string, run: RunSummary, recording: Recording): Promise<void> {
  // Under way until all is written: one that is cut short is interrupted, and not completed with its samples missing.
  const writer = await RunWriter.create(runsFolder, { ...run, status: 'running', endedAt: null })
  for (const batches of recording.pieces()) await writer.appendSamples(batches)
  if (recording.snapshots.length > 0) await writer.appendSnapshots(recording.snapshots)
  await writer.finish(() => run)
}
