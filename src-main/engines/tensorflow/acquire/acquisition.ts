import { statfs } from 'node:fs/promises'
import type { Download, Manifest } from '../installation.ts'
import type { TensorflowPackage } from '../package.ts'
import { formatMegabytes } from '#text/bytes.ts'

/** What fetching a library needs; `folder` is an empty one that becomes the installation. */
export interface Acquisition {
  readonly folder: string
  /** Where files lie while they are fetched; what is in it outlives a failure. */
  readonly downloads: string
  readonly jsPackage: TensorflowPackage
  readonly signal: AbortSignal
  readonly env: Readonly<Record<string, string | undefined>>
  /** A sentence about what begins now. */
  say(line: string): void
  /** How far the present download is; null when it is over. */
  progress(line: string | null): void
}

/** What was fetched: the parts of the manifest that depend on the source. */
export type Acquired = Pick<Manifest, 'source' | 'version' | 'addon'> & { readonly downloads: Download[] }

/** The native library could not be fetched, built or used; the message is a sentence with what to do. */
export class AcquisitionError extends Error {
  override readonly name = 'AcquisitionError'
}

/** "34 MB of 118 MB (29 %)", or "34 MB" where the whole is unknown. */
export function amountText(bytes: number, total: number | null): string {
  if (!total) return formatMegabytes(bytes, 0)
  return `${formatMegabytes(bytes, 0)} of ${formatMegabytes(total, 0)} (${Math.floor((100 * bytes) / total)} %)`
}

/** Throws AcquisitionError when the disk under `folder` has less than `bytes` free. */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const gigabytes = (count: number): string => (count / 1e9).toFixed(1)
  if (free < bytes)
    throw new AcquisitionError(
      `TensorFlow needs about ${gigabytes(bytes)} GB while it is installed, and the disk of "${folder}" has ${gigabytes(free)} GB free; free some, or name a folder on another disk in LAB182_HOME.`,
    )
}
