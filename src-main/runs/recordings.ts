import { isLive, type RunSummary } from '#contract/runs.ts'
import { missingFrom } from './end-run.ts'
import type { Recording } from './recording.ts'
import type { RunStore } from './run-store.ts'

/** Finished runs kept in memory for whoever looks at them again. */
const recordingsKept = 8

/** The samples of runs that are not under way here, read when they are first looked at. */
export class Recordings {
  private readonly kept = new Map<string, Promise<Recording>>()
  private readonly store: RunStore

  constructor(store: RunStore) {
    this.store = store
  }

  /** Rejects with the file system's error. `onMissing` hears what the samples of an ended run lack, and how many there are. */
  get(run: RunSummary, onMissing: (found: Partial<RunSummary>) => void): Promise<Recording> {
    const known = this.kept.get(run.id)
    if (known) return known
    const recording = this.read(run, onMissing)
    this.keep(run.id, recording)
    // A file that could not be read is read again the next time.
    recording.catch(() => this.kept.delete(run.id))
    return recording
  }

  keep(id: string, recording: Promise<Recording>): void {
    this.kept.set(id, recording)
    const oldest = [...this.kept.keys()].slice(0, -recordingsKept)
    for (const old of oldest) this.kept.delete(old)
  }

  forget(id: string): void {
    this.kept.delete(id)
  }

  private async read(run: RunSummary, onMissing: (found: Partial<RunSummary>) => void): Promise<Recording> {
    const { recording, lost } = await this.store.runFolder(run.id).readSamples()
    const problem = isLive(run.status) ? null : missingFrom(run, recording, lost)
    if (problem !== null) onMissing({ problem, sampleCounts: recording.counts() })
    return recording
  }
}
