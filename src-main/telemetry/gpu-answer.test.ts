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
  const merged = mergeGpus([gpu({ name: 'A100' }), intel], { kind: 'cards', cards: [card] })
  expect(merged).toEqual({ gpus: [card, intel], note: null, isListed: true })
})
test('before systeminformation has answered, cards are there and their absence is not claimed', () => {
  expect(mergeGpus(null, { kind: 'cards', cards: [card] }).gpus).toEqual([card])
  expect(mergeGpus(null, missing)).toEqual({ gpus: [], note: null, isListed: false })
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
