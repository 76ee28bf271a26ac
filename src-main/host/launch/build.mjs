// @ts-check
/** `npm run build`: the same build that `npm start` makes, so that the next start finds it fresh. */
import { fileURLToPath } from 'node:url'
import { ensureBuild } from './ensure-build.mjs'

const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '')

try {
  await ensureBuild(root, (line) => console.log(line), { isForced: true })
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
