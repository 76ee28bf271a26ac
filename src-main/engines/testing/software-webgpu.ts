import { openOnnxEngine } from '../onnx/engine.ts'
import { openOne, type SuiteEngine } from './engine-suite.ts'
import { noSoftwareGpu, softwareGpu } from './software-gpu.ts'

/** The engine onnx on a GPU in software, which the test's process must have been started for (vitest's project webgpu). */
export async function openSoftwareWebgpu(): Promise<SuiteEngine> {
  const name = 'onnx on webgpu'
  if (softwareGpu() === null)
    return { name, engine: null, problem: `On this machine ${noSoftwareGpu}.`, isExpected: false }
  return openOne(name, () => openOnnxEngine('Opened by a test.', { device: 'webgpu' }))
}
