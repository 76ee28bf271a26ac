import type { DeviceGpu, DeviceReading } from '#contract/device-reading.ts'
import type { Device } from '#contract/devices.ts'
import type { PresetContext } from '../train.ts'
import type { MemoryKind, MemoryReading, OtherProcess } from './job-results.ts'

/** Milliseconds that a reading of the GPU may be old between the named stages: nvidia-smi takes its time. */
const gpuReadingAge = 500

/**
 * The memory of this trainer process: on the GPU where its engine computes there, else in host memory. On a GPU that
 * does not tell processes apart (Windows, some containers) it is the growth of the whole device since the start.
 */
export class MemoryMeter {
  kind: MemoryKind = 'host'
  private readonly readDevice: PresetContext['readDevice']
  private isOnGpu = false
  /** Bytes in use on each GPU before the engine was opened. */
  private baseline: readonly number[] = []
  private last: { readonly at: number; readonly reading: MemoryReading } | null = null
  private highest: MemoryReading | null = null

  constructor(readDevice: PresetContext['readDevice']) {
    this.readDevice = readDevice
  }

  /** The reading before anything is opened; the same on every kind of device. */
  async start(): Promise<MemoryReading> {
    const device = await this.readDevice()
    this.baseline = device.gpus.map(({ usedBytes }) => usedBytes ?? 0)
    return hostReading(device)
  }

  /** Call when the engine is open, with its device. */
  computesOn(device: Device | null): void {
    this.isOnGpu = device?.kind === 'gpu'
  }

  /** The trainer's memory now, or of half a second ago where `isFresh` is false and asking takes long. */
  async read(isFresh = true): Promise<MemoryReading> {
    const isRecent = this.last !== null && performance.now() - this.last.at < gpuReadingAge
    if (this.last && isRecent && !isFresh && this.isOnGpu) return this.last.reading
    const device = await this.readDevice()
    const reading = this.isOnGpu ? this.gpuReading(device) : hostReading(device)
    this.last = { at: performance.now(), reading }
    if (!this.highest || reading.bytes > this.highest.bytes) this.highest = reading
    return reading
  }

  /**
   * The most that was held: the system's own record in host memory; on a GPU the largest of the readings, for want
   * of a record. Null before the first reading of a GPU.
   */
  async peak(): Promise<MemoryReading | null> {
    if (this.isOnGpu) return this.highest
    const { host } = await this.readDevice()
    return { bytes: host.peakResidentBytes, deviceBytes: null, others: null }
  }

  private gpuReading(device: DeviceReading): MemoryReading {
    const own = device.gpus.flatMap((gpu) => {
      const process = gpu.processes?.find(({ pid }) => pid === device.pid)
      return process && process.usedBytes !== null ? [{ gpu, bytes: process.usedBytes }] : []
    })[0]
    if (own) {
      this.kind = 'gpuProcess'
      return { bytes: own.bytes, deviceBytes: own.gpu.usedBytes, others: othersOn(own.gpu, device.pid) }
    }
    this.kind = 'gpuDevice'
    const growths = device.gpus.map(({ usedBytes }, index) => (usedBytes ?? 0) - (this.baseline[index] ?? 0))
    const most = growths.indexOf(Math.max(...growths))
    const gpu = device.gpus[most]
    if (!gpu || gpu.usedBytes === null)
      throw new Error(`The memory of the GPU cannot be read: ${device.note ?? 'no GPU told its memory'}.`)
    return { bytes: growths[most] ?? 0, deviceBytes: gpu.usedBytes, others: othersOn(gpu, device.pid) }
  }
}

function hostReading({ host }: DeviceReading): MemoryReading {
  return { bytes: host.residentBytes, deviceBytes: null, others: null }
}

function othersOn({ processes }: DeviceGpu, own: number): OtherProcess[] | null {
  return (
    processes
      ?.filter(({ pid }) => pid !== own)
      .map(({ pid, name, usedBytes }) => ({ pid, name, bytes: usedBytes })) ?? null
  )
}
