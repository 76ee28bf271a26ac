import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { isLive, slotKey, type RunSummary } from '#contract/runs.ts'
import type { SnapshotRecord } from '#contract/snapshots.ts'
import type { Recording } from '#runs/recording.ts'
import { formatBytes } from '#text/bytes.ts'
import {
  contentSchema,
  labrunVersion,
  limits,
  type Labrun,
  type RecordedRun,
  type RecordedSnapshot,
} from './labrun-format.ts'
import { ReplayError } from './replay-error.ts'

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** "1d-seed183-2026-01-31t10-20-30-123z-ab0.labrun" */
export const labrunFileName = ({ id, request }: Pick<RunSummary, 'id' | 'request'>): string =>
  `${slotKey(request)}-seed${request.seed}-${id}.labrun`

/** A run as a replay file holds it. Throws ReplayError where it has not ended. */
export function labrunOf(
  run: Omit<RecordedRun, 'status'> & Pick<RunSummary, 'status'>,
  recording: Recording,
): Labrun {
  if (isLive(run.status))
    throw new ReplayError(`The run "${run.name}" is still under way; wait until it has ended, or stop it.`)
  const names = Object.keys(contentSchema.shape.run.shape) as (keyof RecordedRun)[]
  const record = Object.fromEntries(names.map((name) => [name, run[name]])) as RecordedRun
  const { snapshots } = recording
  const isSmall = snapshots.reduce((sum, { data }) => sum + data.length, 0) <= limits.snapshotCharacters
  return {
    run: record,
    samples: recording.after({}, Infinity),
    snapshots: snapshots.map((snapshot) => recorded(snapshot, isSmall)),
  }
}

function recorded(snapshot: SnapshotRecord, hasData: boolean): RecordedSnapshot {
  const { data } = snapshot
  return { ...snapshot, sha256: sha256(Buffer.from(data, 'base64')), data: hasData ? data : null }
}

/** The bytes of the replay file that holds `content`. Rejects with ReplayError where it would be too large to be opened. */
export async function packLabrun(content: Labrun): Promise<Uint8Array> {
  const { samples, snapshots } = content
  if (samples.length > limits.tracks || snapshots.length > limits.snapshots)
    throw new ReplayError(
      `The run "${content.run.name}" has more tracks or snapshots than a replay file holds (${limits.tracks} of each). Export its samples as CSV instead.`,
    )
  // A piece each: the text of a long run is longer than one call should write.
  const pieces = [
    `{"run":${JSON.stringify(content.run)},"samples":[`,
    ...samples.map((batch, at) => `${at === 0 ? '' : ','}${JSON.stringify(batch)}`),
    `],"snapshots":${JSON.stringify(snapshots)}}`,
  ].map((text) => Buffer.from(text))
  const body = Buffer.concat(pieces)
  if (body.length > limits.textBytes) throw tooLarge(content, body.length, limits.textBytes)
  const header = { format: 'labrun', version: labrunVersion, sha256: sha256(body) }
  const packed = await promisify(gzip)(Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]))
  if (packed.length > limits.bytes) throw tooLarge(content, packed.length, limits.bytes)
  return packed
}

/** The replay file of an ended run. Rejects with ReplayError where it has not ended or is too large. */
export const labrunBytes = async (run: RunSummary, recording: Recording): Promise<Uint8Array> =>
  packLabrun(labrunOf(run, recording))

const tooLarge = ({ run }: Labrun, bytes: number, most: number): ReplayError =>
  new ReplayError(
    `The run "${run.name}" is too large for a replay file: ${formatBytes(bytes)}, and at most ${formatBytes(most)} can be opened. Export its samples as CSV instead.`,
  )
