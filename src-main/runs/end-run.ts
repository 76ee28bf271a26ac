import { ParamsError } from '#contract/params.ts'
import type { RunRequest, RunSummary } from '#contract/runs.ts'
import { samplesIn } from '#contract/samples.ts'
import { slotOf } from '#experiments/problems.ts'
import { formatNumber } from '#text/numbers.ts'
import { agree, counted } from '#text/words.ts'
import type { Recording } from './recording.ts'
import type { RunFolder } from './run-folder.ts'

/** What is said of a record with lines that cannot be read. */
export const unreadableLines = (lost: number): string =>
  `${counted(lost, 'line')} of its record cannot be read and ${agree(lost, 'is', 'are')} left out.`

/** The tracks of a run whose samples are no steps; none where this version refuses what the run was asked. */
export function measuredBetween(request: RunRequest): readonly string[] {
  const known = betweenOf.get(request)
  if (known) return known
  const found = ((): readonly string[] => {
    try {
      return slotOf(request)?.ask(request.params).measuredBetween ?? []
    } catch (error) {
      if (error instanceof ParamsError) return []
      throw error
    }
  })()
  betweenOf.set(request, found)
  return found
}
/** A run under way is asked at every batch. */
const betweenOf = new WeakMap<RunRequest, readonly string[]>()

/** The counts, time and steps of a run as its samples have them; what they do not know is taken from the record. */
export function measuredBy(recording: Recording, run: RunSummary) {
  return {
    sampleCounts: recording.counts(),
    stepsDone: recording.stepsDone(measuredBetween(run.request)),
    seconds: Math.max(run.seconds, recording.seconds()),
    hasDiverged: recording.hasDiverged,
  }
}

/** A run that was under way when its lab ended, as what is in its folder makes it: "interrupted". */
export async function interruptedRun(folder: RunFolder, run: RunSummary): Promise<RunSummary> {
  const { recording, lost } = await folder.readSamples()
  const measured = measuredBy(recording, run)
  const finishedJobs = (await folder.readKept()).length
  const said = [
    `The lab ended while this run was under way; ${counted(samplesIn(measured.sampleCounts), 'sample')} ${agree(recording.length, 'was', 'were')} kept.`,
    ...(lost > 0 ? [unreadableLines(lost)] : []),
    finishedJobs > 0
      ? `Go on with it: ${counted(finishedJobs, 'finished job')} ${agree(finishedJobs, 'is', 'are')} kept.`
      : 'Run it again with the same seed for the whole curve.',
  ]
  return {
    ...run,
    ...measured,
    status: 'interrupted',
    problem: said.join(' '),
    finishedJobs,
    endedAt: run.endedAt ?? (await folder.lastWrite()) ?? run.createdAt,
  }
}

/** What must be said of an ended run whose folder holds less than its record says; null where nothing must. */
export function missingFrom(run: RunSummary, recording: Recording, lost: number): string | null {
  const recorded = samplesIn(run.sampleCounts)
  const missing = recorded - recording.length
  const said = [
    ...(lost > 0 ? [unreadableLines(lost)] : []),
    ...(missing > 0
      ? [`${formatNumber(missing)} of its ${counted(recorded, 'sample')} are missing from its curves.`]
      : []),
  ].join(' ')
  if (said === '' || run.problem?.includes(said)) return null
  return `${run.problem === null ? '' : `${run.problem} `}${said} Its measured values are as they were recorded.`
}
