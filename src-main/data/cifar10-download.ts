import { join } from 'node:path'
import { DatasetError } from '#datasets/dataset-error.ts'
import { DownloadError, downloadFile } from '#files/download.ts'
import type { Progress } from './cifar10-import.ts'

/** A file to fetch: where from, how large, and the checksum that its publisher states. */
export interface Download {
  readonly address: string
  readonly bytes: number
  readonly md5: string
}

/** The binary form, from https://www.cs.toronto.edu/~kriz/cifar.html, with the MD5 stated there. */
export const cifar10Download: Download = {
  address: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
  bytes: 170_052_171,
  md5: 'c32a1d4ab5d03f1284b67883e8d87530',
}

/** Where the archive lies while it is fetched and read. */
export const downloadPath = (home: string): string =>
  join(home, 'datasets', 'downloads', 'cifar-10-binary.tar.gz')

/** Nothing received for this long, in milliseconds, counts as gone. */
const silenceMs = 30_000

export interface ArchiveOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

/**
 * Fetches the archive to `path`, going on where an earlier attempt ended, and checks it. Throws DatasetError; what
 * came so far is kept, except where it is proven wrong.
 */
export async function fetchArchive(
  { address, bytes, md5 }: Download,
  path: string,
  { signal, onProgress }: ArchiveOptions,
): Promise<void> {
  const { host } = new URL(address)
  try {
    await downloadFile({ address, bytes, digest: { algorithm: 'md5', hex: md5 } }, path, {
      signal,
      silenceMs,
      onProgress: (done) => onProgress({ phase: 'downloading', done, total: bytes }),
    })
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error
    throw new DatasetError(
      error.isDamaged
        ? `The archive from ${host} does not have the checksum that its publisher states, so it was thrown away; download it again.`
        : `CIFAR-10 could not be downloaded from ${host}: ${error.message}; ` +
            (error.keptBytes > 0
              ? 'the part received so far is kept, press Download again to continue.'
              : 'check the connection and try again, or import an archive that you have.'),
    )
  }
}
