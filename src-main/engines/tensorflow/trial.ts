import { tryTraining } from '../probing/trial.ts'
import type { LoadedTensorflow } from './load.ts'
import type { ProbeResult } from './probe-record.ts'
import { TensorflowSession } from './session.ts'

/** Lets the library convolve, normalise, multiply, differentiate and train, and names the device it did that on. */
export async function tryLibrary(loaded: LoadedTensorflow): Promise<ProbeResult> {
  const problem = await tryTraining((options) => new TensorflowSession(loaded, options, () => undefined))
  if (problem !== null) return { outcome: 'failed', problem }
  const { backend } = loaded
  return {
    outcome: 'passed',
    device: backend.isUsingGpuDevice ? 'CUDA' : 'CPU',
    deviceName: null,
    tensorflow: backend.binding.TF_Version,
  }
}
