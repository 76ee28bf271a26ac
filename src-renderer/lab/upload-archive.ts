import type { LabClient } from '#contract/client.ts'
import { chunkBytes } from '#contract/chunks.ts'
import { base64Of } from './base64.ts'
import type { ReplayFile } from './upload-replay.ts'

/** Pieces on their way at once, so that neither the page nor the lab waits for each. */
const together = 8

/**
 * Sends an archive of CIFAR-10 in pieces, in their order; resolves when all of it has arrived and its import has begun.
 * Rejects with one sentence where the lab refuses it, or it was cancelled.
 */
export async function uploadArchive(client: Pick<LabClient, 'request'>, file: ReplayFile): Promise<void> {
  const { size: total } = file
  const name = file.name.trim().slice(0, 200) || 'file'
  if (total === 0) throw new Error(`"${name}" is empty; choose an archive of CIFAR-10.`)
  const upload = crypto.randomUUID()
  const read = async (from: number): Promise<Uint8Array> => {
    const bytes = file.slice(from, from + together * chunkBytes).arrayBuffer()
    return new Uint8Array(
      await bytes.catch((error: Error) => {
        throw new Error(`"${name}" cannot be read (${error.message}); choose it again.`)
      }),
    )
  }
  for (let from = 0; from < total; from += together * chunkBytes) {
    const bytes = await read(from)
    const sent: Promise<unknown>[] = []
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      const data = base64Of(bytes.subarray(at, at + chunkBytes))
      sent.push(client.request('archive.send', { upload, file: name, from: from + at, total, data }))
    }
    // The lab may refuse the file by its beginning; of several refusals the first says why.
    await Promise.all(sent)
  }
}
