import Module, { createRequire } from 'node:module'
import type * as TensorflowModule from '@tensorflow/tfjs-node-gpu'
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend'

/** The package's exports; it is required at run time, when the addon's place is known. */
export type Tensorflow = typeof TensorflowModule

/** TensorFlow.js with its native backend, loaded into this process. */
export interface LoadedTensorflow {
  readonly tf: Tensorflow
  readonly backend: NodeJSKernelBackend
}

/** Node 23 removed two functions that TensorFlow.js 4.22 calls at its first operation (tensorflow/tfjs #8609). */
function restoreRemovedFunctions(util: Record<string, unknown>): void {
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
  util['isArray'] ??= Array.isArray
}

/**
 * Loads TensorFlow.js over the addon at `addonPath`. A native library that does not fit may end the process, so
 * this belongs in a trainer or in the probe. Throws the loader's own error when a library is missing.
 */
export function loadTensorflow(addonPath: string): LoadedTensorflow {
  // Read by the native library when it starts: without growth it takes the whole card at once.
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] = 'true'
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'
  // oneDNN's convolution kernels in TensorFlow 2.21 crash: the filter gradient calls through a null pointer after
  // a few changes of shape, and a failed allocation is not noticed. Eigen's do neither.
  process.env['TF_ENABLE_ONEDNN_OPTS'] = '0'
  const require = createRequire(import.meta.url)
  restoreRemovedFunctions(require('node:util') as Record<string, unknown>)
  const fromPackage = createRequire(require.resolve('@tensorflow/tfjs-node-gpu/package.json'))
  // The package asks node-pre-gyp where its addon is, and that looks only inside the package's own folder. Ours
  // lies in the data folder, which a reinstall or a packaged, read-only program leaves alone; so while the
  // package loads, a module that answers with our path stands where node-pre-gyp would.
  const finderPath = fromPackage.resolve('@mapbox/node-pre-gyp')
  const standIn = new Module(finderPath)
  standIn.exports = { find: () => addonPath }
  standIn.loaded = true
  const replaced = require.cache[finderPath]
  require.cache[finderPath] = standIn
  try {
    const tf = require('@tensorflow/tfjs-node-gpu') as Tensorflow
    tf.enableProdMode() // no debug checks of every value
    return { tf, backend: tf.backend() as NodeJSKernelBackend }
  } finally {
    if (replaced) require.cache[finderPath] = replaced
    else Reflect.deleteProperty(require.cache, finderPath)
  }
}
