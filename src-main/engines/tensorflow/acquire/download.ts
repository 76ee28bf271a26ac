import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DownloadError, digestOf, downloadFile } from '#files/download.ts'
import type { Download } from '../installation.ts'
import { AcquisitionError, withoutNetwork, type Amount } from './acquisition.ts'

export interface DownloadOptions {
  readonly signal: AbortSignal
  readonly progress: (amount: Amount | null) => void
  /** The SHA-256 it must have; null: none is known, and the server's own digest is used. */
  readonly sha256: string | null
  /** Milliseconds without a byte after which the server counts as not answering. */
  readonly silenceMs: number
}

/**
 * Downloads `url` to `file`, going on where an earlier attempt ended, and checks it: length, and the digest that is
 * known or that the server states. Throws AcquisitionError with the reason; a file that is proven wrong is thrown
 * away, and one that is not complete is kept.
 */
export async function download(url: string, file: string, options: DownloadOptions): Promise<Download> {
  const { signal, progress, sha256, silenceMs } = options
  const name = new URL(url).pathname.split('/').at(-1) ?? url
  const digest = sha256 === null ? null : ({ algorithm: 'sha256', hex: sha256 } as const)
  try {
    const checked = await downloadFile({ address: url, bytes: null, digest }, file, {
      signal,
      silenceMs,
      onProgress: (bytes, total) => progress({ name, bytes, total }),
    })
    const { size } = await stat(file)
    return {
      name,
      bytes: size,
      sha256: sha256 ?? (await digestOf(file, 'sha256', signal)),
      checkedBy: checked === 'known' ? 'the digest kept in the lab' : "the server's digest",
    }
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error
    if (error.isDamaged)
      throw new AcquisitionError(`${name} arrived damaged (${error.message}) and was thrown away; try again.`)
    throw new AcquisitionError(
      `${name} could not be fetched from ${new URL(url).host} (${error.message}); check the network and try again${error.keptBytes > 0 ? ' (the part received so far is kept)' : ''}; or take the source "wheel"; ${withoutNetwork(dirname(dirname(file)))}.`,
      { cause: error },
    )
  } finally {
    progress(null)
  }
}
