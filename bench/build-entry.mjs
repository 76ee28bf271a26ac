import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Builds bench/<name>.mjs as the lab is built, so that what is timed is what it ships; returns the file's path. */
export async function buildEntry(name) {
  const outDir = `${root}out/bench/${name}`
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: { ssr: `bench/${name}.mjs`, outDir, emptyOutDir: true, target: 'node20' },
  })
  return `${outDir}/${name}.js`
}
