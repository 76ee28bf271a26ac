import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildEntry, labChildren } from './build-entry.mjs'

/** The processes that the bench starts: one engine each, and the trial of WebGPU before. */
export const gpuChildren = {
  networks: 'bench/networks.mjs',
  'webgpu-probe': labChildren['webgpu-probe'],
}

/** Builds the bench of GPUs and runs it; the arguments are those of gpu-selection.mjs. */
export async function runGpu(args) {
  const { benchGpu } = await import(pathToFileURL(await buildEntry('gpu-main', gpuChildren)).href)
  await benchGpu(args, fileURLToPath(new URL('./pytorch/networks.py', import.meta.url)))
}
