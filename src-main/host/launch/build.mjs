// @ts-check
/** `npm run build`: the same build that `npm start` makes, so that the next start finds it fresh. */
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { ensureBuild } from './ensure-build.mjs'
import { stampPath } from './freshness.mjs'

const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '')

try {
  rmSync(stampPath(join(root, 'out')), { force: true })
  await ensureBuild(root, (line) => console.log(line))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
