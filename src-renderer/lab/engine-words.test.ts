import { expect, it } from 'vitest'
import type { EngineDescription } from '#contract/runs.ts'
import { engineOfValues, engineOnKind, engineTitle } from './engine-words.ts'

const onnx: EngineDescription = {
  name: 'onnx',
  version: 'onnxruntime-web 1.30.0',
  device: { id: 'wasm', kind: 'cpu', api: 'wasm', name: 'AMD EPYC 7763', isSoftware: false },
  detail: 'up to 2 threads, 32-bit floating point',
  reason: 'Requested by name.',
}

it('names the engine with its device', () => {
  expect(engineOnKind(onnx)).toBe('onnx on CPU, WebAssembly')
  expect(engineTitle(onnx)).toBe(
    'onnx on AMD EPYC 7763 (CPU, WebAssembly); onnxruntime-web 1.30.0, up to 2 threads, 32-bit floating point. Requested by name.',
  )
})

it('names a GPU of unknown name, and one in software, by its kind', () => {
  const cuda = { id: 'cuda', kind: 'gpu', api: 'cuda', name: null, isSoftware: false } as const
  expect(engineOnKind({ ...onnx, name: 'tensorflow', device: cuda })).toBe('tensorflow on GPU, CUDA')
  const imitated = { ...cuda, api: 'webgpu', isSoftware: true } as const
  expect(engineOnKind({ ...onnx, device: imitated })).toBe('onnx on GPU in software')
})

it('names the engine alone before it is opened', () => {
  const pending = { ...onnx, version: '', device: null, detail: '' }
  expect(engineOnKind(pending)).toBe('onnx')
  expect(engineTitle(pending)).toBe('onnx. Requested by name.')
})

it('names beside values a GPU in full and a CPU in short', () => {
  const cpu = { id: 'cpu', kind: 'cpu', api: 'native', name: 'AMD EPYC 7763', isSoftware: false } as const
  expect(engineOfValues({ ...onnx, device: cpu })).toBe('onnx on CPU')
  const card = { ...cpu, id: 'webgpu', kind: 'gpu', api: 'webgpu', name: 'NVIDIA GeForce RTX 4060' } as const
  expect(engineOfValues({ ...onnx, device: { ...card, backend: 'vulkan' } })).toBe(
    'onnx on NVIDIA GeForce RTX 4060, WebGPU through Vulkan',
  )
})
