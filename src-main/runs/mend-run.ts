import { constants, copyFile } from 'node:fs/promises'
import { runSummarySchema, type RunRequest, type RunSummary } from '#contract/runs.ts'
import { samplesIn } from '#contract/samples.ts'
import { problems } from '#experiments/problems.ts'
import { counted } from '#text/words.ts'
import { measuredBy, unreadableLines } from './end-run.ts'
import type { Recording } from './recording.ts'
import type { DamagedRunError } from './run-folder.ts'
import { type RunFolder } from './run-folder.ts'
import { timeIn } from './run-order.ts'

type Entries = Readonly<Record<string, unknown>>
const asEntries = (value: unknown): Entries =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entries) : {}

/** Is there anything in this folder that a record could be rebuilt from? */
export async function isWorthMending(folder: RunFolder): Promise<boolean> {
  const [samples = 0, , kept = 0] = await folder.logged()
  if (samples + kept > 0) return true
  return folder.readSummary('start.json').then(
    () => true,
    () => false,
  )
}

/**
 * A record for a run whose run.json is damaged: field by field what can still be read of it, else what was written
 * when the run began, else what the samples show. Its `problem` says what was rebuilt and what is not known.
 */
export async function rebuiltRun(folder: RunFolder, damage: DamagedRunError): Promise<RunSummary> {
  const { recording, lost } = await folder.readSamples()
  const jobs = await folder.readKept()
  const found = asEntries(asEntries(damage.content)['run'])
  const start: Entries = await folder.readSummary('start.json').then(
    ({ run }) => run,
    () => ({}),
  )
  const guess = recognised(recording)
  const usual = usualRecord(folder.id, guess, await folder.lastWrite())
  const record: Record<string, unknown> = {}
  for (const [field, schema] of Object.entries(runSummarySchema.shape)) {
    const given = [found[field], start[field]].find((value) => schema.safeParse(value ?? null).success)
    record[field] = given === undefined ? usual[field as keyof RunSummary] : given
  }
  const run = { ...runSummarySchema.parse(record), id: folder.id }
  const isRequestKnown = [found, start].some(
    ({ request }) => runSummarySchema.shape.request.safeParse(request).success,
  )
  const isEnded = found['status'] === run.status && ['completed', 'stopped', 'failed'].includes(run.status)
  const measured = measuredBy(recording, run)
  const content = [
    counted(samplesIn(measured.sampleCounts), 'sample'),
    counted(recording.snapshots.length, 'snapshot'),
    counted(jobs.length, 'finished job'),
  ]
  const problem = [
    `The record of this run (run.json) was damaged (${damage.message}) and is rebuilt from what is there: ${content.join(', ')}.`,
    ...(lost > 0 ? [unreadableLines(lost)] : []),
    isRequestKnown ? settingsKept : guess ? settingsGuessed : settingsLost,
    ...(found['values'] === undefined ? ['Its measured values are lost.'] : []),
    'A damaged file is kept beside it as run.json.damaged.',
  ].join(' ')
  return {
    ...run,
    ...measured,
    status: isEnded ? run.status : 'interrupted',
    problem,
    endedAt: run.endedAt ?? (await folder.lastWrite()) ?? run.createdAt,
    // Without its settings it cannot go on.
    finishedJobs: isRequestKnown ? jobs.length : 0,
  }
}

const settingsKept = 'Its settings and seed are those it was started with.'
const settingsGuessed =
  'Its part was recognised by its curves; its settings and seed are not known, so the usual ones are shown.'
const settingsLost = 'Its part, settings and seed are not known.'

/** Keeps what is damaged beside the file that will replace it. Rejects with the file system's error. */
export async function keepDamaged(folder: RunFolder): Promise<void> {
  const file = folder.file('run.json')
  for (let copy = 1; copy < 100; copy++) {
    try {
      const name = `${file}.damaged${copy === 1 ? '' : `-${copy}`}`
      return await copyFile(file, name, constants.COPYFILE_EXCL)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOENT') return // it is missing, not damaged
      if (code !== 'EEXIST') throw error
    }
  }
}

/** The one slot that logs these curves, at its own settings; null where there are none or several. */
function recognised(recording: Recording): Pick<RunRequest, 'part' | 'slot' | 'params'> | null {
  const logged = recording.after({}, Infinity)
  const slots = problems.flatMap(({ parts }) => parts.flatMap(({ slotList }) => slotList))
  const [only, second] = slots.filter((slot) => {
    const { tracks } = slot.ask({})
    return logged.every(
      ({ track, series }) =>
        tracks.includes(track) &&
        Object.keys(series).every((id) => slot.series.some((known) => known.id === id)),
    )
  })
  if (logged.length === 0 || !only || second) return null
  return { part: only.part, slot: only.id, params: only.defaults as RunRequest['params'] }
}

function usualRecord(
  id: string,
  guess: Pick<RunRequest, 'part' | 'slot' | 'params'> | null,
  lastWrite: string | null,
): RunSummary {
  const createdAt = timeIn(id) ?? lastWrite ?? new Date(0).toISOString()
  return {
    id,
    name: `Rebuilt run of ${createdAt.slice(0, 10)}`,
    request: { part: 'unknown', slot: 'unknown', params: {}, ...guess, seed: 0, engine: 'auto' },
    status: 'interrupted',
    problem: null,
    createdAt,
    endedAt: null,
    engine: {
      name: 'unknown',
      version: '',
      device: null,
      detail: '',
      reason: 'The record of this run was damaged.',
    },
    versions: {},
    dataHash: null,
    dataNote: null,
    totalSteps: 0,
    stepsDone: 0,
    sampleCounts: {},
    seconds: 0,
    stepsPerSecond: null,
    hasDiverged: false,
    finishedJobs: 0,
    attempt: 1,
    origin: null,
    note: '',
    isPinned: false,
    trashedAt: null,
    values: {},
  }
}
