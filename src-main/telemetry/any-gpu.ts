/** GPUs whose memory the system itself reports, besides nvidia-smi's. */
import { cpus, totalmem } from 'node:os'
import type { DeviceGpu } from '#contract/device-reading.ts'
import { readDrmGpus } from './drm-gpus.ts'
import { readWindowsGpus } from './windows-gpus.ts'

/** PowerShell takes about a second to start. */
const windowsTimeoutMs = 10_000

interface Found {
  readonly gpus: readonly DeviceGpu[]
  /** Why less is known than might be; null when all is well. */
  readonly problem: string | null
}

/** Processor and GPU of Apple's own chips share the machine's memory, so what a process holds of it is its resident set. */
export const hasUnifiedMemory = (
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): boolean => platform === 'darwin' && arch === 'arm64'

/** Never rejects. */
export async function readSystemGpus(platform: NodeJS.Platform = process.platform): Promise<Found> {
  if (platform === 'linux') return { gpus: await readDrmGpus(), problem: null }
  if (platform === 'win32') return readWindowsGpus(windowsTimeoutMs)
  if (!hasUnifiedMemory(platform)) return { gpus: [], problem: null }
  const chip: DeviceGpu = {
    ...{ id: 'apple', name: cpus()[0]?.model ?? 'Apple GPU', driver: null },
    ...{ totalBytes: totalmem(), usedBytes: null, processes: null, source: 'unified memory' },
  }
  return { gpus: [chip], problem: null }
}
