// @ts-check
/** What was made, in bytes and in sums. */
import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/**
 * "SHA-256  name" of each file, as `sha256sum --check` reads it.
 * @param {readonly string[]} paths
 */
export async function checksums(paths) {
  const lines = []
  for (const path of [...paths].sort()) {
    const hash = createHash('sha256')
    await pipeline(createReadStream(path), hash)
    lines.push(`${hash.digest('hex')}  ${basename(path)}\n`)
  }
  return lines.join('')
}

/** Bytes of all files in a folder. */
export async function sizeOf(/** @type {string} */ folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

/** "94 MB", of a million bytes each. */
export const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(0)} MB`
