import type { Device } from '#contract/devices.ts'
import { EngineFailure } from '../engine.ts'
import type { NetworkEngine, UnusableDevice, UsableDevice } from '../entry.ts'
import type { Calibration } from '../probing/step-time.ts'
import { onnxDevice, onnxDeviceIds, onnxDevices, type OnnxDevice, type OnnxDeviceId } from './devices.ts'
import { webgpuDevice } from './webgpu/adapter.ts'
import { ensureWebgpuTried, notTried, webgpuState } from './webgpu/state.ts'
import type { WebgpuResult } from './webgpu/trial-record.ts'

/** onnxruntime: trains through graphs that hold their own backward pass. Comes with the lab. */
export const onnx: NetworkEngine = {
  name: 'onnx',
  trains: 'networks',
  deviceIds: onnxDeviceIds,
  whatToDo: 'Run "npm ci" to install it again.',
  async state(home) {
    const webgpu = await webgpuState(home)
    return { kind: 'ready', devices: onnxDeviceIds.map((id) => deviceState(id, webgpu)) }
  },
  tryDevices: async (home, options) => void (await ensureWebgpuTried(home, options)),
  async open({ device, reason, threads }) {
    const id = onnxDeviceIds.find((known) => known === device.id)
    if (id === undefined) throw new EngineFailure(`it has no device "${device.id}"`)
    // Imported only now: the graphs and their runtime are large, and a broken one must not break the rest.
    const { openOnnxEngine } = await import('./engine.ts')
    return openOnnxEngine(reason, {
      ...{ device: id, named: device },
      ...(threads === undefined ? {} : { threads }),
    })
  },
}

function deviceState(id: OnnxDeviceId, webgpu: WebgpuResult): UsableDevice | UnusableDevice {
  if (id !== 'webgpu') {
    const calibration = webgpu.outcome === 'passed' ? (webgpu.calibration?.cpu ?? null) : null
    return usable(id, onnxDevice(id), id === 'cpu' ? calibration : null)
  }
  if (webgpu.outcome === 'passed')
    return usable(id, webgpuDevice(webgpu.adapter), webgpu.calibration?.webgpu ?? null)
  const device = webgpu.adapter ? webgpuDevice(webgpu.adapter) : onnxDevice(id)
  const standing = webgpu === notTried ? 'notTried' : webgpu.outcome === 'failed' ? 'refused' : 'unavailable'
  return { device, problem: webgpu.problem, standing }
}

function usable(id: OnnxDeviceId, device: Device, calibration: Calibration | null): UsableDevice {
  const { packageName, packageVersion, merit, remark }: OnnxDevice = onnxDevices[id]
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
    calibration,
    problem: null,
  }
}
