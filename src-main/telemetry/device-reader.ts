import { readFile } from 'node:fs/promises'
import { freemem, totalmem } from 'node:os'
import type { DeviceGpu, DeviceQuestion, DeviceReading, HostMemory } from '#contract/device-reading.ts'
import { ownNumber } from './own-number.ts'
import { queryGpuProcesses } from './gpu-processes.ts'

/** Milliseconds; a hanging nvidia-smi is not asked again for the longer of the two. */
const timeoutMs = 3000
const restAfterHanging = 60_000

/**
 * Reads GPUs and host memory when asked, in the process that asks: a trainer, whose own memory is in question. A
 * program that is not installed is not looked for again, so that a reading without one takes no time.
 */
export class DeviceReader {
  private gpuProblem: string | null = null
  private askAgainAt = 0
  private readonly timeoutMs: number

  constructor(timeout = timeoutMs) {
    this.timeoutMs = timeout
  }

  /** Never rejects; what could not be read is said in `note`. */
  async read({ isListing = false }: DeviceQuestion = {}): Promise<DeviceReading> {
    const { gpus, note } = await this.gpus(isListing)
    return { pid: await ownNumber(gpus), gpus, note, host: await readHostMemory() }
  }

  private async gpus(isListing: boolean): Promise<Pick<DeviceReading, 'gpus' | 'note'>> {
    if (performance.now() >= this.askAgainAt) {
      const answer = await queryGpuProcesses(this.timeoutMs)
      if (answer.kind === 'gpus') return { gpus: answer.gpus, note: answer.note }
      this.gpuProblem = answer.problem
      if (answer.kind === 'missing') this.askAgainAt = Infinity
      else if (answer.kind === 'hung') this.askAgainAt = performance.now() + restAfterHanging
    }
    // systeminformation calls nvidia-smi without a time limit, so it is asked only where there is none.
    const others = isListing && this.askAgainAt === Infinity ? await otherGpus() : []
    return { gpus: others, note: this.gpuProblem }
  }
}

async function otherGpus(): Promise<DeviceGpu[]> {
  // Loaded when wanted: it would be megabytes in every reading.
  const { listControllers } = await import('./controllers.ts')
  const listed = await listControllers().catch(() => [])
  return listed.map(({ name, driver, vramTotalBytes, vramUsedBytes, source }, index) => ({
    id: `systeminformation ${index}`,
    name,
    driver,
    totalBytes: vramTotalBytes,
    usedBytes: vramUsedBytes,
    processes: null,
    source,
  }))
}

/** Memory of this process and of its machine; inside a container with a limit, of the container. */
export async function readHostMemory(): Promise<HostMemory> {
  const limit = process.constrainedMemory?.() ?? 0
  const all = totalmem()
  const residentBytes = process.memoryUsage.rss()
  return {
    residentBytes,
    peakResidentBytes: Math.max(residentBytes, await peakResident()),
    availableBytes: process.availableMemory?.() ?? freemem(),
    totalBytes: limit > 0 && limit < all ? limit : all,
  }
}

/** getrusage's maximum begins, on Linux, with that of the process that started this one; VmHWM does not. */
async function peakResident(): Promise<number> {
  const status =
    process.platform === 'linux' ? await readFile('/proc/self/status', 'utf8').catch(() => '') : ''
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
  return 1024 * (kibibytes === undefined ? process.resourceUsage().maxRSS : Number(kibibytes))
}
