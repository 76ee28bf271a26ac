import { deviceKindWords, type Device } from '#contract/devices.ts'
import type { EngineDescription } from '#contract/runs.ts'
import { installTensorflow } from '#text/program-name.ts'
import type { Unusable } from '../entry.ts'
import { processorName } from '../processor.ts'
import { findInstallation, type Installation } from './installation.ts'
import { findPackage, packageMissing } from './package.ts'
import { probeKey, readProbe, type PassedProbe } from './probe-record.ts'

/** Whether TensorFlow can be opened: what the last probe proved, or one sentence with what to do. */
export type TensorflowState =
  | {
      readonly kind: 'ready'
      readonly installation: Installation
      readonly isCuda: boolean
      readonly device: Device
      readonly description: EngineDescription
    }
  | { readonly kind: 'unusable'; readonly problem: string; readonly standing: Unusable }

const unusable = (standing: Unusable, problem: string): TensorflowState => ({
  kind: 'unusable',
  problem,
  standing,
})

/** TensorFlow's devices on any machine; a GPU has the name that its probe read, a CPU the system's. */
export const tensorflowDevice = (id: 'cuda' | 'cpu', gpuName: string | null = null): Device =>
  id === 'cuda'
    ? { id, kind: 'gpu', api: 'cuda', name: gpuName, isSoftware: false }
    : { id, kind: 'cpu', api: 'native', name: processorName(), isSoftware: false }

/** The device that a probe computed on. */
export const probedDevice = ({ device, deviceName }: PassedProbe): Device =>
  tensorflowDevice(device === 'CUDA' ? 'cuda' : 'cpu', deviceName)

const precision = '32-bit floating point'

/** A probed device and its precision, after "computes right on". */
export function probedDeviceText(probe: PassedProbe): string {
  const device = probedDevice(probe)
  const name = device.name === null ? '' : ` (${device.name})`
  return `the ${deviceKindWords(device)}${name}, ${precision}`
}

/** Reads what is installed and what its probe proved, and loads nothing. `home`: the lab's data folder. */
export async function tensorflowState(home: string): Promise<TensorflowState> {
  const jsPackage = findPackage()
  if (jsPackage === null) return unusable('notInstalled', packageMissing)
  const installation = await findInstallation(home)
  if (installation === null)
    return unusable(
      'notInstalled',
      `Its native library is not installed; run "${installTensorflow()}" or install it on the page "Engines".`,
    )
  const probe = await readProbe(installation.folder, probeKey(installation, jsPackage.version))
  if (probe === null)
    return unusable(
      'notTried',
      `Its library, package or driver changed since it was last tried; run "${installTensorflow('--status')}" or try it on the page "Engines".`,
    )
  if (probe.outcome === 'failed')
    return unusable(
      'refused',
      `Its native library failed the last trial (${probe.problem}); run "${installTensorflow()}" or install it again on the page "Engines".`,
    )
  return {
    kind: 'ready',
    installation,
    isCuda: probe.device === 'CUDA',
    device: probedDevice(probe),
    description: {
      name: 'tensorflow',
      version: probe.tensorflow,
      device: probedDevice(probe),
      detail: precision,
      reason: 'Its native library was tried and computes right.',
    },
  }
}
