import { readFile } from 'node:fs/promises'
import { freemem, totalmem } from 'node:os'
import type { DeviceGpu, DeviceQuestion, DeviceReading, HostMemory } from '#contract/device-reading.ts'
import { ownNumber } from './own-number.ts'
import { hasUnifiedMemory, readSystemGpus } from './any-gpu.ts'
import { joined, queryGpuProcesses } from './gpu-processes.ts'

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
  private readonly readSystem: typeof readSystemGpus

  constructor(timeout = timeoutMs, readSystem = readSystemGpus) {
    this.timeoutMs = timeout
    this.readSystem = readSystem
  }

  /** Never rejects; what could not be read is said in `note`. */
  async read({ isListing = false }: DeviceQuestion = {}): Promise<DeviceReading> {
    const { gpus, note } = await this.gpus(isListing)
    const host = await readHostMemory()
    return { pid: await ownNumber(gpus), gpus, note, host, isUnified: hasUnifiedMemory() }
  }

  private async gpus(isListing: boolean): Promise<Pick<DeviceReading, 'gpus' | 'note'>> {
    const { gpus: nvidia, note } = await this.nvidiaGpus()
    // What nvidia-smi tells of every program need not be asked of Windows, which takes a second.
    const isTold = nvidia.some(({ processes }) => processes?.some(({ usedBytes }) => usedBytes !== null))
    const { gpus: system, problem } =
      isTold && process.platform === 'win32' ? { gpus: [], problem: null } : await this.readSystem()
    const known = mergedGpus(nvidia, system)
    // systeminformation calls nvidia-smi without a time limit, so it is asked only where there is none.
    const isUnknown = known.length === 0 && isListing && this.isMissing
    return {
      gpus: isUnknown ? await otherGpus() : known,
      // That there is no nvidia-smi is of interest where there is nothing else.
      note: known.length > 0 && this.isMissing ? problem : joined([note, problem]),
    }
  }

  private get isMissing(): boolean {
    return this.askAgainAt === Infinity
  }

  private async nvidiaGpus(): Promise<Pick<DeviceReading, 'gpus' | 'note'>> {
    if (performance.now() >= this.askAgainAt) {
      const answer = await queryGpuProcesses(this.timeoutMs)
      if (answer.kind === 'gpus') return { gpus: answer.gpus, note: answer.note }
      this.gpuProblem = answer.problem
      if (answer.kind === 'missing') this.askAgainAt = Infinity
      else if (answer.kind === 'hung') this.askAgainAt = performance.now() + restAfterHanging
    }
    return { gpus: [], note: this.gpuProblem }
  }
}

/**
 * One list: a card that both report, by its name, keeps nvidia-smi's numbers and has the programs of the one that knows
 * their memory.
 */
function mergedGpus(nvidia: readonly DeviceGpu[], system: readonly DeviceGpu[]): readonly DeviceGpu[] {
  const twins = new Map(
    nvidia.flatMap((gpu) => {
      const [twin, ...more] = system.filter(({ name }) => name === gpu.name)
      return twin && more.length === 0 ? [[gpu.id, twin] as const] : []
    }),
  )
  const merged = nvidia.map((gpu) => {
    const twin = twins.get(gpu.id)
    const { processes, source } = twin ?? gpu
    return twin ? { ...gpu, processes, source: `${gpu.source}, and ${source}` } : gpu
  })
  const doubled = new Set(twins.values())
  return [...merged, ...system.filter((gpu) => !doubled.has(gpu))]
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
