import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { mainEntries } from '../src-main/host/launch/entries.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The processes that a lab starts, for `buildEntry`. */
export const labChildren = {
  trainer: mainEntries.trainer,
  'gpu-probe': mainEntries['gpu-probe'],
  'data-job': mainEntries['data-job'],
  'webgpu-probe': mainEntries['webgpu-probe'],
}

/**
 * Builds bench/<name>.mjs as the lab is built, so that what is timed is what it ships; returns the file's path.
 * `children`: entries of processes that it starts, by name; they are built beside it. `isAlone`: they
 * hold every package but those with native libraries, to run where none is installed.
 */
export async function buildEntry(name, children = {}, { isAlone = false } = {}) {
  const outDir = `${root}out/bench/${name}${isAlone ? '-alone' : ''}`
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    // Bundled like every development dependency; its many files take a tenth of a second to load one by one.
    ssr: isAlone
      ? {
          noExternal: /** @type {const} */ (true),
          external: ['onnxruntime-node', 'onnxruntime-web', '@tensorflow/tfjs-node-gpu'],
        }
      : { noExternal: ['zod', 'ml-matrix'] },
    build: {
      ssr: true,
      rolldownOptions: { input: { [name]: `bench/${name}.mjs`, ...children } },
      outDir,
      emptyOutDir: true,
      target: 'node20',
    },
  })
  return `${outDir}/${name}.js`
}
