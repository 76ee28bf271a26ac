import { expect, it } from 'vitest'
import type { EngineDescription } from '#contract/runs.ts'
import { engineOnKind, engineTitle } from './engine-words.ts'

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
