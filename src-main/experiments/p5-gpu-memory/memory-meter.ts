import type { DeviceGpu, DeviceReading, GpuProcess } from '#contract/device-reading.ts'
import type { Device } from '#contract/devices.ts'
import type { TrainContext } from '../train.ts'
import { secondsNow } from './clock.ts'
import type { MemoryReading, OtherProcess } from './job-results.ts'
import type { MemoryKind } from './pure/stages.ts'

/**
 * Age in seconds up to which a reading of the GPU is reused between the named stages, and the share of the time that
 * readings may take: nvidia-smi is slow, and PowerShell slower.
 */
const gpuReadingAge = 0.5
const mostShare = 0.2

/**
 * The memory of this trainer process: on the GPU if its engine computes there, otherwise in host memory, where a GPU in
 * software has its own too; of a chip with unified memory, the resident set. On a GPU whose memory by process cannot be
 * read (containers that number processes differently) it is the growth of the whole device since the start.
 */
export class MemoryMeter {
  kind: MemoryKind = 'host'
  private readonly readDevice: TrainContext['readDevice']
  private isOnGpu = false
  /** Bytes in use on each GPU, by its id, before the engine was opened; none where it was not told. */
  private baseline: ReadonlyMap<string, number> = new Map()
  /** A process of our number was on a GPU before this one was: the number is somebody else's. */
  private isNumberTaken = false
  private last: { readonly at: number; readonly took: number; readonly reading: MemoryReading } | null = null
  private isUnified = false
  private highest: MemoryReading | null = null

  constructor(readDevice: TrainContext['readDevice']) {
    this.readDevice = readDevice
  }

  /** The reading before anything is opened; the same on every kind of device. */
  async start(): Promise<MemoryReading> {
    const device = await this.readDevice()
    this.baseline = new Map(
      device.gpus.flatMap(({ id, usedBytes }) => (usedBytes === null ? [] : [[id, usedBytes] as const])),
    )
    this.isUnified = device.isUnified === true
    this.isNumberTaken = device.gpus.some((gpu) => ownOn(gpu, device.pid) !== undefined)
    return hostReading(device)
  }

  /** Call when the engine is open, with its device. */
  computesOn(device: Device | null): void {
    const isGpu = device?.kind === 'gpu' && !device.isSoftware
    this.isOnGpu = isGpu && !this.isUnified
    this.kind = isGpu && this.isUnified ? 'unified' : 'host'
  }

  /** The trainer's memory now; up to half a second old if `isFresh` is false and the memory is a GPU's. */
  async read(isFresh = true): Promise<MemoryReading> {
    const { last } = this
    if (
      last &&
      !isFresh &&
      this.isOnGpu &&
      secondsNow() - last.at < Math.max(gpuReadingAge, last.took / mostShare)
    )
      return last.reading
    const from = secondsNow()
    const device = await this.readDevice()
    const reading = this.isOnGpu ? this.gpuReading(device) : hostReading(device)
    this.last = { at: secondsNow(), took: secondsNow() - from, reading }
    if (!this.highest || reading.bytes > this.highest.bytes) this.highest = reading
    return reading
  }

  /**
   * The most that was held: the system's own record in host memory; on a GPU the largest of the readings, because
   * there is no record. Null before the first reading of a GPU.
   */
  async peak(): Promise<MemoryReading | null> {
    if (this.isOnGpu) return this.highest
    const { host } = await this.readDevice()
    return { bytes: host.peakResidentBytes, deviceBytes: null, others: null }
  }

  private gpuReading(device: DeviceReading): MemoryReading {
    const pid = this.isNumberTaken ? null : device.pid
    const own = device.gpus.flatMap((gpu) => {
      const bytes = ownOn(gpu, pid)?.usedBytes ?? null
      return bytes === null ? [] : [{ gpu, bytes }]
    })[0]
    if (own) {
      this.kind = kindOf(own.gpu)
      return { bytes: own.bytes, deviceBytes: own.gpu.usedBytes, others: othersOn(own.gpu, pid) }
    }
    this.kind = 'gpuDevice'
    const [grown] = device.gpus
      .flatMap((gpu) => {
        const before = this.baseline.get(gpu.id)
        return gpu.usedBytes === null || before === undefined ? [] : [{ gpu, bytes: gpu.usedBytes - before }]
      })
      .sort((a, b) => b.bytes - a.bytes)
    if (!grown)
      throw new Error(
        `The memory of the GPU cannot be read (${(device.note ?? 'no GPU reported its memory').replace(/\.$/, '')}), so nothing can be measured there; choose the CPU to measure host memory.`,
      )
    return { bytes: grown.bytes, deviceBytes: grown.gpu.usedBytes, others: othersOn(grown.gpu, pid) }
  }
}

/** By who reported it. */
function kindOf({ source }: DeviceGpu): MemoryKind {
  if (source.includes('Windows')) return 'gpuProcessWindows'
  return source.includes('Linux') ? 'gpuProcessLinux' : 'gpuProcess'
}

function ownOn({ processes }: DeviceGpu, pid: number | null): GpuProcess | undefined {
  return pid === null ? undefined : processes?.find((process) => process.pid === pid)
}

function hostReading({ host }: DeviceReading): MemoryReading {
  return { bytes: host.residentBytes, deviceBytes: null, others: null }
}

/** Null where this process cannot be told from them. */
function othersOn({ processes }: DeviceGpu, own: number | null): OtherProcess[] | null {
  if (own === null) return null
  return (
    processes
      ?.filter(({ pid }) => pid !== own)
      .map(({ pid, name, usedBytes }) => ({ pid, name, bytes: usedBytes })) ?? null
  )
}
