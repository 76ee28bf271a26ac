import { statfs } from 'node:fs/promises'
import type { Download, Manifest } from '../installation.ts'
import type { TensorflowPackage } from '../package.ts'
import { formatMegabytes } from '#text/bytes.ts'

/** How far a download is, in bytes; `total` is null if the server does not state it. */
export interface Amount {
  readonly name: string
  readonly bytes: number
  readonly total: number | null
}

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
  progress(amount: Amount | null): void
}

/** What was fetched: the parts of the manifest that depend on the source. */
export type Acquired = Pick<Manifest, 'source' | 'version' | 'addon'> & { readonly downloads: Download[] }

/** The native library could not be fetched, built or used; the message is a sentence with what to do. */
export class AcquisitionError extends Error {
  override readonly name = 'AcquisitionError'
}

/** "x.whl: 34 MB of 118 MB (29 %)", or "x.whl: 34 MB" where the whole is unknown. */
export function amountText({ name, bytes, total }: Amount): string {
  if (!total) return `${name}: ${formatMegabytes(bytes, 0)}`
  return `${name}: ${formatMegabytes(bytes, 0)} of ${formatMegabytes(total, 0)} (${Math.floor((100 * bytes) / total)} %)`
}

/** Why an installation failed, one sentence. */
export function acquisitionProblem(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return error instanceof AcquisitionError
    ? message
    : `TensorFlow could not be installed (${message}); try again.`
}

/** How the library gets on a machine without a network, a clause; `parent`: the folder of the native libraries. */
export const withoutNetwork = (parent: string): string =>
  `without a network, copy the folder "${parent}" from another machine with this system that has the library, and try it`

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
