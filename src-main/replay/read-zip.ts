// Its entry for Node declares a `require` of its own, which the bundle has too.
import { unzipSync } from 'fflate/browser'
import { formatBytes } from '#text/bytes.ts'
import { limits } from './labrun-format.ts'
import { ReplayError } from './replay-error.ts'

/** What a submission may hold at most; all of it is judged on the sizes that it names, before anything is unpacked. */
export const zipLimits = {
  /** Bytes of the zip itself. */
  bytes: 512 * 2 ** 20,
  entries: 5000,
  replayFiles: 300,
  /** Bytes of all replay files together. */
  replayBytes: 256 * 2 ** 20,
} as const

export interface NamedBytes {
  readonly name: string
  readonly bytes: Uint8Array
}

export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b

/**
 * The replay files in a zip, in the order of their names; nothing else of it is unpacked. Throws ReplayError, a sentence
 * that names the file, where it is damaged or holds more than the limits.
 */
export function replayFilesIn(bytes: Uint8Array, name: string): NamedBytes[] {
  let [entries, files, total] = [0, 0, 0]
  const refuse = (why: string): never => {
    throw new ReplayError(`"${name}" was not opened: ${why}.`)
  }
  try {
    const found = unzipSync(bytes, {
      filter: ({ name: entry, size, originalSize, compression }) => {
        if (++entries > zipLimits.entries) refuse(`it holds more than ${zipLimits.entries} files`)
        if (!entry.endsWith('.labrun') || entry.startsWith('__MACOSX/')) return false
        // A stored entry is as large as its bytes in the file, whatever size it claims; several may name the same bytes.
        const unpacked = compression === 0 ? size : Math.max(size, originalSize)
        if (unpacked > limits.bytes)
          refuse(`"${entry}" in it unpacks to ${formatBytes(unpacked)}, more than a replay file has`)
        if (++files > zipLimits.replayFiles)
          refuse(`it holds more than ${zipLimits.replayFiles} replay files`)
        total += unpacked
        if (total > zipLimits.replayBytes)
          refuse(`its replay files unpack to more than ${formatBytes(zipLimits.replayBytes)}`)
        return true
      },
    })
    return Object.entries(found)
      .map(([entry, content]) => ({ name: entry, bytes: content }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en'))
  } catch (error) {
    if (error instanceof ReplayError) throw error
    throw new ReplayError(`"${name}" is damaged (${(error as Error).message}); make the zip again.`)
  }
}
