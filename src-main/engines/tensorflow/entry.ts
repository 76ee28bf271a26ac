import { installTensorflow } from '#text/program-name.ts'
import type { NetworkEngine } from '../entry.ts'
import { tensorflowDevice, tensorflowState } from './state.ts'

/** TensorFlow.js over its native library, which is fetched once; trains on the device that its probe computed on. */
export const tensorflow: NetworkEngine = {
  name: 'tensorflow',
  trains: 'networks',
  deviceIds: ['cuda', 'cpu'],
  whatToDo: `Run "${installTensorflow()}" again.`,
  async state(home) {
    const state = await tensorflowState(home)
    if (state.kind === 'unusable') return state
    const { description, device } = state
    return {
      kind: 'ready',
      devices: [
        device.kind === 'gpu'
          ? {
              ...{ device, description, calibration: null, problem: null },
              merit: 'its probe trained on a CUDA device',
            }
          : {
              device: tensorflowDevice('cuda'),
              standing: 'unavailable',
              problem: 'TensorFlow found no CUDA device.',
            },
        device.kind === 'cpu'
          ? {
              ...{ device, description, calibration: null, problem: null },
              merit: 'its probe trained on the CPU',
            }
          : {
              device: tensorflowDevice('cpu'),
              standing: 'unavailable',
              problem:
                'TensorFlow trains on the CUDA device that it found; use the engine "onnx" for the CPU.',
            },
      ],
    }
  },
  async open({ home, reason }) {
    // Imported only now: the native library is large, and a broken one must not break the rest.
    const { openTensorflowEngine } = await import('./open.ts')
    return openTensorflowEngine(home, reason)
  },
}
