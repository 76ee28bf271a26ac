import type { LabClient } from '#contract/client.ts'
import { chunkBytes } from '#contract/chunks.ts'
import { mostReplayBytes } from '#contract/replay.ts'
import type { RunHead } from '#contract/run-head.ts'
import { formatBytes } from '#text/bytes.ts'
import { base64Of } from './base64.ts'

/** What is needed of a file. */
export interface ReplayFile {
  readonly name: string
  readonly size: number
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

/** Sends a replay file in pieces; resolves with its run. Rejects with one sentence where it cannot be opened. */
export async function uploadReplay(client: Pick<LabClient, 'request'>, file: ReplayFile): Promise<RunHead> {
  const { size: total } = file
  const name = file.name.trim().slice(0, 200) || 'file'
  if (total === 0) throw new Error(`"${name}" is empty; choose a replay file (.labrun).`)
  if (total > mostReplayBytes)
    throw new Error(
      `"${name}" has ${formatBytes(total)}; a replay file (.labrun) has at most ${formatBytes(mostReplayBytes)}.`,
    )
  const upload = crypto.randomUUID()
  for (let from = 0; ; from += chunkBytes) {
    const piece = new Uint8Array(await file.slice(from, from + chunkBytes).arrayBuffer())
    const body = { upload, file: name, from, total, data: base64Of(piece) }
    const { run } = await client.request('replay.open', body)
    if (run) return run
    if (from + piece.length >= total) throw new Error(`"${name}" did not arrive whole; open it again.`)
  }
}
