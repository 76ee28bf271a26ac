import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** Replaces the search path by a folder holding one shell script called nvidia-smi; returns how to undo it. */
export function withNvidiaSmi(script: string | null): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'lab182-smi-'))
  const before = process.env['PATH']
  if (script !== null) {
    writeFileSync(join(folder, 'nvidia-smi'), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, 'nvidia-smi'), 0o755)
  }
  // The script itself needs sleep, echo and the like.
  process.env['PATH'] = script === null ? folder : `${folder}${delimiter}/usr/bin${delimiter}/bin`
  return () => {
    process.env['PATH'] = before
    rmSync(folder, { recursive: true, force: true })
  }
}
