// @ts-check
/** `npm run engine:tensorflow`: builds if needed and runs the command that fetches TensorFlow's native library. */
import { fileURLToPath } from 'node:url'
import { ensureBuild } from './ensure-build.mjs'

const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '')

try {
  await ensureBuild(root, (line) => console.log(line))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
await import(new URL('../../../out/main/engine-tensorflow.js', import.meta.url).href)
