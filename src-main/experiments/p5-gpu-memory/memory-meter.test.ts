import { describe, expect, it } from 'vitest'
import type { Device } from '#contract/devices.ts'
import type { DeviceGpu, DeviceReading, GpuProcess } from '#contract/device-reading.ts'
import { MemoryMeter } from './memory-meter.ts'

const mib = 2 ** 20
const gpu = (usedMiB: number | null, processes: readonly GpuProcess[] | null, id = 'GPU-1'): DeviceGpu => ({
  id,
  name: 'T4',
  driver: '550',
  totalBytes: 15_360 * mib,
  usedBytes: usedMiB === null ? null : usedMiB * mib,
  processes,
  source: 'nvidia-smi',
})
const own = (usedMiB: number | null): GpuProcess => ({
  pid: 7,
  name: 'node',
  usedBytes: usedMiB === null ? null : usedMiB * mib,
})
const python: GpuProcess = { pid: 9, name: 'python3', usedBytes: 132 * mib }
const reading = (gpus: readonly DeviceGpu[], residentMiB = 100): DeviceReading => ({
  pid: 7,
  gpus,
  note: null,
  host: {
    residentBytes: residentMiB * mib,
    peakResidentBytes: 2 * residentMiB * mib,
    availableBytes: 0,
    totalBytes: 0,
  },
})

/** A meter that is shown these readings one after another, the first of them before the engine. */
async function metered(device: Device, ...readings: readonly DeviceReading[]) {
  let at = 0
  const meter = new MemoryMeter(() =>
    Promise.resolve(readings[Math.min(at++, readings.length - 1)] as DeviceReading),
  )
  const start = await meter.start()
  meter.computesOn(device)
  return { meter, start }
}
const cuda: Device = { id: 'cuda', kind: 'gpu', api: 'cuda', name: null, isSoftware: false }
const cpu: Device = { id: 'cpu', kind: 'cpu', api: 'native', name: 'GPU-less CPU', isSoftware: false }

describe('MemoryMeter', () => {
  it('reads host memory where the engine is on the CPU, GPU or no GPU', async () => {
    const { meter, start } = await metered(cpu, reading([gpu(500, [])]), reading([gpu(500, [])], 300))
    expect(start.bytes).toBe(100 * mib)
    expect(await meter.read()).toEqual({ bytes: 300 * mib, deviceBytes: null, others: null })
    expect(meter.kind).toBe('host')
    expect((await meter.peak())?.bytes).toBe(600 * mib)
  })

  it('reads its own process on the GPU, and keeps the others apart', async () => {
    const { meter } = await metered(
      cuda,
      reading([gpu(132, [python])]),
      reading([gpu(900, [own(760), python])]),
      reading([gpu(700, [own(560), python])]),
    )
    expect(await meter.read()).toEqual({
      bytes: 760 * mib,
      deviceBytes: 900 * mib,
      others: [{ pid: 9, name: 'python3', bytes: 132 * mib }],
    })
    expect(meter.kind).toBe('gpuProcess')
    expect((await meter.read()).bytes).toBe(560 * mib)
    expect((await meter.peak())?.bytes).toBe(760 * mib)
  })

  it('takes the whole device less its start where processes are not told apart (WDDM)', async () => {
    const { meter } = await metered(
      cuda,
      reading([gpu(1365, [own(null)])]),
      reading([gpu(4489, [own(null)])]),
    )
    expect((await meter.read()).bytes).toBe(3124 * mib)
    expect(meter.kind).toBe('gpuDevice')
  })

  it('takes, of two GPUs, the one that it is on, or the one that has grown', async () => {
    const told = await metered(
      cuda,
      reading([gpu(0, []), gpu(10, [], 'GPU-2')]),
      reading([gpu(0, []), gpu(310, [own(300)], 'GPU-2')]),
    )
    expect((await told.meter.read()).bytes).toBe(300 * mib)
    const untold = await metered(
      cuda,
      reading([gpu(5, null), gpu(10, null, 'GPU-2')]),
      reading([gpu(4, null), gpu(310, null, 'GPU-2')]),
    )
    expect(await untold.meter.read()).toEqual({ bytes: 300 * mib, deviceBytes: 310 * mib, others: null })
  })

  it('keeps two GPUs apart where one drops out of the list', async () => {
    const { meter } = await metered(
      cuda,
      reading([gpu(5, null), gpu(900, null, 'GPU-2')]),
      reading([gpu(1200, null, 'GPU-2')]),
    )
    expect((await meter.read()).bytes).toBe(300 * mib)
  })

  it('takes no memory of a GPU for its own whose use was not told at the start', async () => {
    const { meter } = await metered(cuda, reading([gpu(null, null)]), reading([gpu(8000, null)]))
    await expect(meter.read()).rejects.toThrow(/memory of the GPU cannot be read/)
  })

  it('leaves another user’s memory alone where the numbers are those of another system', async () => {
    const taken = await metered(cuda, reading([gpu(5000, [own(4900)])]), reading([gpu(5300, [own(4900)])]))
    expect(await taken.meter.read()).toEqual({ bytes: 300 * mib, deviceBytes: 5300 * mib, others: null })
    expect(taken.meter.kind).toBe('gpuDevice')
    const unknown = (usedMiB: number, listed: readonly GpuProcess[]) => ({
      ...reading([gpu(usedMiB, listed)]),
      pid: null,
    })
    const apart = await metered(cuda, unknown(100, []), unknown(5300, [own(4900)]))
    expect(await apart.meter.read()).toEqual({ bytes: 5200 * mib, deviceBytes: 5300 * mib, others: null })
  })

  it('invents nothing where the GPU tells nothing', async () => {
    for (const gpus of [[], [gpu(null, null)]]) {
      const { meter } = await metered(cuda, reading(gpus))
      await expect(meter.read()).rejects.toThrow('The memory of the GPU cannot be read')
    }
  })

  it('names who reported the memory by process', async () => {
    for (const [source, kind] of [
      ['nvidia-smi', 'gpuProcess'],
      ['the Linux kernel (DRM)', 'gpuProcessLinux'],
      ['nvidia-smi, and Windows performance counters', 'gpuProcessWindows'],
    ] as const) {
      const { meter } = await metered(cuda, reading([]), reading([{ ...gpu(900, [own(760)]), source }]))
      expect((await meter.read()).bytes).toBe(760 * mib)
      expect(meter.kind).toBe(kind)
    }
  })

  it('reads host memory of a GPU in software, and of a chip that shares its memory, each named', async () => {
    const software = { ...cuda, api: 'webgpu', isSoftware: true } as const
    const imitated = await metered(software, reading([gpu(0, [])]), reading([gpu(5, [own(5)])], 300))
    expect([(await imitated.meter.read()).bytes, imitated.meter.kind]).toEqual([300 * mib, 'host'])
    const unified = await metered(cuda, { ...reading([]), isUnified: true }, reading([], 400))
    expect([(await unified.meter.read()).bytes, unified.meter.kind]).toEqual([400 * mib, 'unified'])
  })

  it('gives a recent reading again between stages, and a fresh one when asked', async () => {
    const { meter } = await metered(
      cuda,
      reading([gpu(0, [])]),
      reading([gpu(1, [own(1)])]),
      reading([gpu(2, [own(2)])]),
    )
    await meter.read()
    expect((await meter.read(false)).bytes).toBe(mib)
    expect((await meter.read()).bytes).toBe(2 * mib)
  })
})
