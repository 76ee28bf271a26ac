import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Before the states of the fuses in Electron's program (github.com/electron/electron, docs/tutorial/fuses.md). */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const launcher = fileURLToPath(new URL('./launch-packaged.mjs', import.meta.url))

/**
 * A folder in the shape of Electron's distribution for Linux. Its program carries fuses, all of them on, and is a
 * script: it starts the archive beside it in plain Node, with the stub in place of Electron.
 */
export function makeDistribution(folder: string, version: string): void {
  mkdirSync(join(folder, 'locales'), { recursive: true })
  mkdirSync(join(folder, 'resources'))
  // Fuses: version 1, then how many, then a digit each.
  const script = `#!/bin/sh\nexec "${process.execPath}" "${launcher}" "$(readlink -f "$0")" "$@"\nexit\n`
  const program = Buffer.concat([
    Buffer.from(`${script}${sentinel}`),
    Buffer.from([1, 8]),
    Buffer.from('11111111\n'),
  ])
  writeFileSync(join(folder, 'electron'), program)
  chmodSync(join(folder, 'electron'), 0o755)
  writeFileSync(join(folder, 'version'), version)
  for (const name of [
    'LICENSE',
    'LICENSES.chromium.html',
    'chrome-sandbox',
    'locales/en-US.pak',
    'locales/de.pak',
  ])
    writeFileSync(join(folder, name), `${name} of a stand-in for Electron\n`)
}
