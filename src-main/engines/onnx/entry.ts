import { EngineFailure } from '../engine.ts'
import type { NetworkEngine, UnusableDevice, UsableDevice } from '../entry.ts'
import { onnxDevice, onnxDeviceIds, onnxDevices, type OnnxDevice } from './devices.ts'

/** onnxruntime: trains through graphs that hold their own backward pass. Comes with the lab. */
export const onnx: NetworkEngine = {
  name: 'onnx',
  trains: 'networks',
  deviceIds: onnxDeviceIds,
  whatToDo: 'Run "npm ci" to install it again.',
  state: () =>
    Promise.resolve({
      kind: 'ready',
      devices: onnxDeviceIds.map((id): UsableDevice | UnusableDevice => {
        const { packageName, packageVersion, merit, remark }: OnnxDevice = onnxDevices[id]
        const device = onnxDevice(id)
        if (device.kind === 'gpu') return { device, problem: 'The graphics card has not been tried yet.' }
        return {
          device,
          description: {
            name: 'onnx',
            version: `${packageName} ${packageVersion}`,
            device,
            detail: '32-bit floating point',
            reason: remark,
          },
          merit,
          problem: null,
        }
      }),
    }),
  async open({ device, reason, threads }) {
    const id = onnxDeviceIds.find((known) => known === device.id)
    if (id === undefined) throw new EngineFailure(`it has no device "${device.id}"`)
    // Imported only now: the graphs and their runtime are large, and a broken one must not break the rest.
    const { openOnnxEngine } = await import('./engine.ts')
    return openOnnxEngine(reason, { device: id, ...(threads === undefined ? {} : { threads }) })
  },
}
