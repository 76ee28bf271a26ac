import type { ReplyTo, RequestOf } from '#contract/messages.ts'
import type { RunHead } from '#contract/run-head.ts'
import type { RunSummary } from '#contract/runs.ts'
import { isSameRequest, slotKey } from '#contract/runs.ts'
import { slotOf } from '#experiments/problems.ts'
import { RunError } from '#runs/run-error.ts'
import type { RunManager } from '#runs/run-manager.ts'
import { WriteQueue } from '#runs/write-queue.ts'
import { compareRuns } from './compare-runs.ts'
import type { Labrun } from './labrun-format.ts'
import { readLabrun, type OpenedLabrun } from './read-labrun.ts'
import { ReplayError } from './replay-error.ts'
import type { Uploads } from './uploads.ts'
import { labrunBytes, labrunFileName, labrunOf, sha256 } from './write-labrun.ts'

/** Opens replay files as runs of this lab, writes them, and checks runs against each other. */
export class Replay {
  private readonly manager: RunManager
  private readonly opening = new WriteQueue()

  constructor(manager: RunManager) {
    this.manager = manager
  }

  /** Takes a piece of a file that a page sends; the last one stores the run. Rejects with ReplayError where the file cannot be opened. */
  async open(request: RequestOf<'replay.open'>, uploads: Uploads): Promise<ReplyTo<'replay.open'>> {
    const bytes = uploads.take(request)
    return { run: bytes === null ? null : await this.adopt(bytes, request.file) }
  }

  /**
   * Stores the run of a replay file; of one that was opened before, the run is there already. Rejects with ReplayError
   * where it cannot be opened.
   */
  adopt(bytes: Uint8Array, file: string): Promise<RunHead> {
    // One after another: unpacked, a small file may be large.
    return this.opening.run(async () => {
      const hash = sha256(bytes)
      const known = this.manager.list().runs.find(({ origin }) => origin?.sha256 === hash)
      if (known) return known
      const opened = await readLabrun(bytes, file)
      refuseUnknown(opened, file)
      const origin = { file, openedAt: new Date().toISOString(), sha256: hash }
      return this.manager.adopt((id) => adopted(opened, id, origin), opened.recording)
    })
  }

  /** Rejects with RunError where a run is not there, has not ended, or was asked something else. */
  async compare(run: string, other: string): Promise<ReplyTo<'replay.compare'>> {
    const [recorded, rerun] = await Promise.all([this.labrun(run), this.labrun(other)])
    if (!isSameRequest(recorded.run.request, rerun.run.request))
      throw new RunError(
        'These runs were asked for different things, so they cannot be compared step by step; choose two with the same part, parameters and seed.',
        'with',
      )
    return compareRuns(recorded, rerun)
  }

  async save(run: string): Promise<ReplyTo<'replay.save'>> {
    const { run: summary, watched, giveBack } = await this.manager.look(run)
    try {
      const bytes = await labrunBytes(summary, watched.recording)
      return { file: labrunFileName(summary), data: Buffer.from(bytes).toString('base64') }
    } finally {
      giveBack()
    }
  }

  private async labrun(id: string): Promise<Labrun> {
    const { run, watched, giveBack } = await this.manager.look(id)
    try {
      return labrunOf(run, watched.recording)
    } finally {
      giveBack()
    }
  }
}

/** A run of a part that this lab does not have could not be shown. */
function refuseUnknown({ run }: Labrun, file: string): void {
  if (slotOf(run.request)) return
  throw new ReplayError(
    `"${file}" holds a run of "${slotKey(run.request)}", which this version of the lab does not have. Update the lab to open it.`,
  )
}

/** The record of an opened run in this lab. */
function adopted(
  { run, recording, snapshots }: OpenedLabrun,
  id: string,
  origin: NonNullable<RunSummary['origin']>,
): RunSummary {
  const left = snapshots.filter(({ data }) => data === null).length
  const note =
    left === 0 ? null : `The file holds ${left} of its snapshots as hashes only; they cannot be shown.`
  return {
    ...run,
    id,
    problem: [run.problem, note].filter((text) => text !== null).join(' ') || null,
    // From the samples, so that the record says what is there.
    sampleCounts: recording.counts(),
    hasDiverged: run.hasDiverged || recording.hasDiverged,
    stepsPerSecond: null,
    // Its finished jobs are not in the file, so it cannot be taken up.
    finishedJobs: 0,
    attempt: 1,
    note: '',
    isPinned: false,
    trashedAt: null,
    group: null,
    origin,
  }
}
