import { expect, it } from 'vitest'
import type { Device } from '#contract/devices.ts'
import type { TelemetryReading } from '#contract/telemetry.ts'
import { availableBytes } from './available-memory.ts'

const gpu = {
  name: 'a GPU',
  vendor: '',
  driver: null,
  vramTotalBytes: 1000,
  vramUsedBytes: 400,
  utilization: null,
  temperatureCelsius: null,
  source: 'nvidia-smi',
}
const reading: TelemetryReading = {
  at: 0,
  cpuLoad: null,
  memoryUsedBytes: 30,
  memoryTotalBytes: 100,
  gpus: [{ ...gpu, vramTotalBytes: null }, gpu],
  gpuNote: null,
}

const cuda: Device = { id: 'cuda', kind: 'gpu', api: 'cuda', name: null, isSoftware: false }
// Names decide nothing.
const cpu: Device = { ...cuda, id: 'cpu', kind: 'cpu', api: 'native', name: 'CPU with a GPU on it' }
const imitated: Device = { ...cuda, id: 'webgpu', api: 'webgpu', name: 'SwiftShader', isSoftware: true }

it('is what the machine has free where a CPU trains, and what the GPU has free where one does', () => {
  expect(availableBytes(reading, cpu)).toBe(70)
  expect(availableBytes(reading, imitated)).toBe(70)
  expect(availableBytes(reading, cuda)).toBe(600)
  expect(availableBytes({ ...reading, gpus: [] }, cuda)).toBe(70)
})

it('is not known before the first reading, or where a driver does not tell what is used', () => {
  expect(availableBytes(undefined)).toBeNull()
  expect(availableBytes({ ...reading, gpus: [{ ...gpu, vramUsedBytes: null }] }, cuda)).toBeNull()
  expect(availableBytes({ ...reading, memoryTotalBytes: null })).toBeNull()
})
