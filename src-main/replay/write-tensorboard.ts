import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '#files/whole-file.ts'
import { slotKey } from '#contract/runs.ts'
import type { SampleBatch } from '#contract/samples.ts'
import { eventFile, type ScalarEvent } from './event-file.ts'
import type { Labrun } from './labrun-format.ts'

/** Bytes written at once. */
const pieceBytes = 1 << 20

function* scalars(
  { steps, seconds, series }: SampleBatch,
  slot: string,
  startedAt: number,
): Generator<ScalarEvent> {
  for (const [at, step] of steps.entries())
    for (const [id, column] of Object.entries(series))
      yield {
        wallTime: startedAt + (seconds[at] ?? 0),
        step,
        tag: `${slot}/${id}`,
        value: column[at] ?? Number.NaN,
      }
}

/** A name for a folder from that of a track. */
const folderName = (track: string): string =>
  track.replace(/[^A-Za-z0-9_.=-]+/g, '-').replace(/^\.+/, '') || 'track'

/**
 * Writes event files for TensorBoard: in `folder` a folder for the run, and in it one for each track, which
 * TensorBoard lists as a run with a chart for each series. Returns the files. Rejects with the file system's error.
 */
export async function writeTensorboard({ run, samples }: Labrun, folder: string): Promise<string[]> {
  const slot = slotKey(run.request)
  const startedAt = Date.parse(run.createdAt) / 1000
  const files: string[] = []
  for (const [at, batch] of samples.entries()) {
    const isRepeated = samples.slice(0, at).some(({ track }) => folderName(track) === folderName(batch.track))
    const track = `${folderName(batch.track)}${isRepeated ? `-${at + 1}` : ''}`
    const inside = join(folder, `${slot}-seed${run.request.seed}-${run.id}`, track)
    await mkdir(inside, { recursive: true })
    // TensorBoard takes every file whose name has "tfevents" in it, in the order of the names.
    const path = join(inside, `events.out.tfevents.${Math.floor(startedAt)}.lab182`)
    await writeWhole(path, async (file) => {
      let pieces: Uint8Array[] = []
      let bytes = 0
      const flush = async (): Promise<void> => {
        await file.writeFile(Buffer.concat(pieces))
        pieces = []
        bytes = 0
      }
      for (const piece of eventFile(startedAt, scalars(batch, slot, startedAt))) {
        pieces.push(piece)
        bytes += piece.length
        if (bytes >= pieceBytes) await flush()
      }
      await flush()
    })
    files.push(path)
  }
  return files
}
