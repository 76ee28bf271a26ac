import type { EngineDescription } from '#contract/runs.ts'
import { findInstallation, type Installation } from './installation.ts'
import { findPackage } from './package.ts'
import { probeKey, readProbe } from './probe-record.ts'

/** Whether TensorFlow can be opened: what the last probe proved, or one sentence with what to do. */
export type TensorflowState =
  | {
      readonly kind: 'ready'
      readonly installation: Installation
      readonly isCuda: boolean
      readonly description: EngineDescription
    }
  | { readonly kind: 'unusable'; readonly problem: string }

const unusable = (problem: string): TensorflowState => ({ kind: 'unusable', problem })

/** Device in the words of a description. */
export const deviceText = (device: 'CUDA' | 'CPU'): string =>
  device === 'CUDA' ? 'GPU (CUDA), 32-bit floating point' : 'CPU, 32-bit floating point'

/** Reads what is installed and what its probe proved, and loads nothing. `home`: the lab's data folder. */
export async function tensorflowState(home: string): Promise<TensorflowState> {
  const jsPackage = findPackage()
  if (jsPackage === null)
    return unusable('The package @tensorflow/tfjs-node-gpu is not installed; run "npm ci".')
  const installation = await findInstallation(home)
  if (installation === null)
    return unusable('Its native library is not installed; run "npm run engine:tensorflow" to fetch it.')
  const probe = await readProbe(installation.folder, probeKey(installation, jsPackage.version))
  if (probe === null)
    return unusable(
      'Its library, package or driver changed since it was last tried; run "npm run engine:tensorflow -- --status".',
    )
  if (probe.outcome === 'failed')
    return unusable(
      `Its native library failed the last trial (${probe.problem}); run "npm run engine:tensorflow" to fetch it again.`,
    )
  return {
    kind: 'ready',
    installation,
    isCuda: probe.device === 'CUDA',
    description: {
      name: 'tensorflow',
      version: probe.tensorflow,
      device: deviceText(probe.device),
      reason: 'Its native library was tried and computes right.',
    },
  }
}
