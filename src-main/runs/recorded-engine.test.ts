import { expect, it } from 'vitest'
import type { EngineDescription } from '#contract/runs.ts'
import { recordedEngine } from './recorded-engine.ts'

const cpu: EngineDescription = {
  ...{
    name: 'onnx',
    version: '1',
    detail: 'up to 2 threads',
    reason: 'CPU: 0.4 ms a step; GPU: 3 ms a step',
  },
  device: { id: 'cpu', kind: 'cpu', api: 'native', name: 'EPYC', isSoftware: false },
}
const gpu: EngineDescription = {
  ...{ name: 'onnx', version: '1', detail: '', reason: 'another' },
  device: {
    id: 'webgpu',
    kind: 'gpu',
    api: 'webgpu',
    name: 'RTX 4060',
    isSoftware: false,
    backend: 'vulkan',
  },
}

it('takes the first engine that a job opened, and its reason', () => {
  const pending = { name: 'auto', version: '', device: null, detail: '', reason: 'The jobs ... not yet.' }
  expect(recordedEngine(pending, cpu)).toBe(cpu)
  expect(recordedEngine(cpu, { ...cpu, reason: 'CPU: 0.9 ms a step; GPU: 3 ms a step' })).toBe(cpu)
})

it('names another device beside it, once', () => {
  const both = recordedEngine(cpu, gpu)
  expect(both).toEqual({
    ...cpu,
    detail: 'up to 2 threads; some of its networks onnx on RTX 4060, WebGPU through Vulkan',
  })
  expect(recordedEngine(both, gpu)).toBe(both)
  expect(recordedEngine(both, cpu)).toBe(both)
})
