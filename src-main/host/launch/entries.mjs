// @ts-check
/** What is built, by the name of the output: electron.vite.config.ts builds it, freshness.mjs looks whether it is there. */

/** Programs of the main side, in out/main. */
export const mainEntries = {
  index: 'src-main/index.ts',
  serve: 'src-main/serve.ts',
  cli: 'src-main/cli.ts',
  trainer: 'src-main/trainer/child.ts',
  'engine-tensorflow': 'src-main/engine-tensorflow.ts',
  'tensorflow-probe': 'src-main/engines/tensorflow/probe-child.ts',
  'gpu-probe': 'src-main/telemetry/gpu-probe.ts',
  'data-job': 'src-main/data/job-child.ts',
  'engine-job': 'src-main/engines/manage/job-child.ts',
  'webgpu-probe': 'src-main/engines/onnx/webgpu/probe-child.ts',
}

/** In out/preload. */
export const preloadEntries = { preload: 'src-main/host/electron/preload.ts' }
export const preloadFile = '[name].cjs'

/** In out/renderer. */
export const pageEntry = 'src-renderer/index.html'
