import { expect, test } from 'vitest'
import type { GpuReading } from '#contract/telemetry.ts'
import { controllerReading } from './controllers.ts'
import { hasLiveNumbers, mergeGpus } from './gpu-answer.ts'

const gpu = (over: Partial<GpuReading>): GpuReading => ({
  name: 'card',
  vendor: 'NVIDIA',
  driver: null,
  vramTotalBytes: null,
  vramUsedBytes: null,
  utilization: null,
  temperatureCelsius: null,
  source: 'systeminformation',
  ...over,
})
const card = gpu({ name: 'A100', vramTotalBytes: 8, vramUsedBytes: 3, utilization: 0, source: 'nvidia-smi' })
const intel = gpu({ name: 'UHD 630', vendor: 'Intel Corporation' })
const missing = { kind: 'missing', problem: 'nvidia-smi is not installed' } as const
const controller = {
  vendor: '',
  model: '',
  bus: '',
  vram: null,
  vramDynamic: false,
} as const

test('nvidia-smi speaks for NVIDIA cards; other makers follow', () => {
  const merged = mergeGpus([gpu({ name: 'A100' }), intel], { kind: 'cards', cards: [card], note: null })
  expect(merged).toEqual({ gpus: [card, intel], note: null, isListed: true })
})
test('before systeminformation has answered, cards are there and their absence is not claimed', () => {
  expect(mergeGpus(null, { kind: 'cards', cards: [card], note: null }).gpus).toEqual([card])
  expect(mergeGpus(null, missing)).toEqual({ gpus: [], note: null, isListed: false })
})
test('what nvidia-smi could not read is said beside the cards that it could', () => {
  const answer = { kind: 'cards', cards: [card], note: 'nvidia-smi failed (exit code 15)' } as const
  expect(mergeGpus([intel], answer)).toEqual({ gpus: [card, intel], note: answer.note, isListed: true })
})
test('no GPU at all', () => {
  expect(mergeGpus([], missing)).toEqual({ gpus: [], note: 'no GPU found', isListed: true })
})
test('an NVIDIA card without nvidia-smi is listed, and its memory is said not to be measured', () => {
  const merged = mergeGpus([gpu({})], missing)
  expect(merged.gpus).toHaveLength(1)
  expect(merged.note).toMatch(/not measured/)
})
test('a hanging or failing nvidia-smi leaves no NVIDIA numbers behind', () => {
  for (const kind of ['hung', 'failed'] as const)
    expect(mergeGpus([card, intel], { kind, problem: 'why' })).toEqual({
      gpus: [intel],
      note: 'why',
      isListed: true,
    })
})
test('only numbers that change are worth asking for every second', () => {
  expect(hasLiveNumbers([intel])).toBe(false)
  expect(hasLiveNumbers([intel, card])).toBe(true)
})

test('a management chip and a virtual adapter are no GPUs', () => {
  for (const model of ['ASPEED Graphics Family', 'QXL paravirtual graphic card', 'SVGA II Adapter'])
    expect(controllerReading({ ...controller, vendor: 'ASPEED Technology, Inc.', model }, 'linux')).toBeNull()
})
test('what cannot be is not measured', () => {
  const nvidia = { ...controller, vendor: 'NVIDIA Corporation', model: 'GA100' }
  expect(
    controllerReading(
      { ...nvidia, memoryTotal: -1, memoryUsed: -1, utilizationGpu: 101, temperatureGpu: -1 },
      'linux',
    ),
  ).toMatchObject({
    vramTotalBytes: null,
    vramUsedBytes: null,
    utilization: null,
    temperatureCelsius: null,
  })
  expect(controllerReading({ ...nvidia, memoryTotal: 4, memoryUsed: 5 }, 'linux')).toMatchObject({
    vramTotalBytes: 4 * 2 ** 20,
    vramUsedBytes: null,
  })
})
test('memory in MiB becomes bytes; a bus window on Linux is not taken for memory', () => {
  const amd = { ...controller, vendor: 'Advanced Micro Devices, Inc. [AMD/ATI]', model: 'Navi 22', vram: 256 }
  expect(controllerReading(amd, 'linux')?.vramTotalBytes).toBeNull()
  expect(controllerReading(amd, 'win32')?.vramTotalBytes).toBe(256 * 2 ** 20)
  const nvidia = {
    ...controller,
    vendor: 'NVIDIA Corporation',
    model: 'GA100',
    memoryTotal: 4,
    memoryUsed: 2,
  }
  expect(controllerReading(nvidia, 'linux')).toMatchObject({
    vendor: 'NVIDIA',
    vramTotalBytes: 4 * 2 ** 20,
    vramUsedBytes: 2 * 2 ** 20,
    utilization: null,
  })
})

test('the Linux kernel tells the memory of the one GPU that is not NVIDIA’s', () => {
  const drm = {
    ...{ id: '0000:03:00.0', name: 'AMD GPU', driver: 'amdgpu', source: 'the Linux kernel (DRM)' },
    ...{ totalBytes: 8, usedBytes: 3 },
  }
  const radeon = gpu({ name: 'Radeon', vendor: 'AMD' })
  const answer = mergeGpus([radeon], missing, [drm])
  expect(answer.gpus).toEqual([
    {
      ...radeon,
      ...{
        vramTotalBytes: 8,
        vramUsedBytes: 3,
        source: 'systeminformation; memory from the Linux kernel (DRM)',
      },
    },
  ])
  expect(hasLiveNumbers(answer.gpus)).toBe(true)
  // Whose memory it is, is not sure.
  expect(mergeGpus([radeon, intel], missing, [drm]).gpus).toEqual([radeon, intel])
  expect(mergeGpus([radeon], missing, [{ ...drm, usedBytes: null }]).gpus).toEqual([radeon])
})
