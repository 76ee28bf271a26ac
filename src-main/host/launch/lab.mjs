// @ts-check
/** `npm run --silent lab -- ...`: builds if needed, saying so on standard error only, and runs the terminal host. */
import { fileURLToPath } from 'node:url'
import { ensureBuild } from './ensure-build.mjs'

const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '')

try {
  await ensureBuild(root, (line) => console.error(line))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
await import(new URL('../../../out/main/cli.js', import.meta.url).href)
