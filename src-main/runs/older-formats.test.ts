import { describe, expect, it } from 'vitest'
import { upgradeKept, upgradeRequest, upgradeStored } from './older-formats.ts'

const asked = (experiment: string, preset: string, params = {}) =>
  upgradeRequest({ experiment, preset, params, seed: 1, engine: 'auto' })

describe('a request of format 1', () => {
  it.each([
    ['p1-dropout', '1e', '1e', 'main'],
    ['p1-dropout', '1i-homework', '1i', 'main'],
    ['p4-inductive-bias', '4c-search', '4c', 'search'],
    ['p4-inductive-bias', '4e-kernels', '4e', 'kernels'],
    ['p5-gpu-memory', '5c-largest', '5c', 'largest'],
    ['p2-regularization', 'all', '2', 'all'],
  ])('%s %s is slot %s %s', (experiment, preset, part, slot) => {
    expect(asked(experiment, preset)).toEqual({ part, slot, params: {}, seed: 1, engine: 'auto' })
  })

  it('keeps the parameters of its slot and drops those that had no effect in it', () => {
    const params = { images: 20, epochs: 3, perClass: [10, 20] }
    expect(asked('p4-inductive-bias', '4c-search', params)).toMatchObject({
      params: { images: 20, epochs: 3 },
    })
    expect(asked('p4-inductive-bias', 'all', params)).toMatchObject({ params })
  })

  it('is left alone where it is of this version, or nothing the lab knows', () => {
    const request = { part: '1e', slot: 'main', params: { any: 1 } }
    expect(upgradeRequest(request)).toBe(request)
    expect(upgradeRequest(null)).toBeNull()
  })
})

describe('a stored run', () => {
  it('of format 1 becomes one of format 3; a newer one is left to be refused', () => {
    const stored = {
      format: 1,
      owner: null,
      run: { request: { experiment: 'p1-dropout', preset: '1d', params: {} } },
    }
    expect(upgradeStored(stored)).toEqual({
      format: 3,
      owner: null,
      run: { request: { part: '1d', slot: 'main', params: {} } },
    })
    const newer = { format: 4, run: {} }
    expect(upgradeStored(newer)).toBe(newer)
  })

  const cpu = { id: 'cpu', kind: 'cpu', api: 'native', name: null, isSoftware: false }
  const gpu = { ...cpu, id: 'cuda', kind: 'gpu', api: 'cuda' }
  it.each([
    ['onnx', 'CPU, up to 2 threads, 32-bit', cpu],
    ['onnx', 'CPU in WebAssembly, up to 2 threads, 32-bit', { ...cpu, id: 'wasm', api: 'wasm' }],
    ['tensorflow', 'GPU (CUDA), 32-bit floating point', gpu],
    ['tensorflow', 'CPU, 32-bit floating point', cpu],
    ['typescript', 'CPU, 64-bit floating point', { ...cpu, api: 'javascript' }],
    ['auto', '', null],
    ['mine', 'abacus', null],
  ])('of %s on "%s" names its device, or none where that is not certain', (name, prose, device) => {
    const written = (format: number) => ({
      format,
      owner: null,
      run: { request: {}, engine: { name, version: '1', device: prose, reason: 'why' } },
    })
    const engine = { name, version: '1', device, detail: prose, reason: 'why' }
    for (const format of [1, 2])
      expect(upgradeStored(written(format))).toMatchObject({ format: 3, run: { engine } })
  })

  it('names what its part has come to measure since as not measured, where the run was completed', () => {
    const values = { '1b.w1': { value: 1 } }
    const upgraded = (status: string): unknown => {
      const request = { experiment: 'p1-dropout', preset: '1b', params: {} }
      return upgradeStored({ format: 1, owner: null, run: { request, status, values } })
    }
    expect(upgraded('completed')).toMatchObject({
      run: {
        values: {
          ...values,
          '1b.formula1': {
            value: null,
            notMeasured: expect.stringContaining('An earlier version') as string,
          },
        },
      },
    })
    expect(upgraded('stopped')).toMatchObject({ run: { values } })
    expect(JSON.stringify(upgraded('stopped'))).not.toContain('formula1')
  })

  it('keeps the results of its finished jobs readable', () => {
    const kept = { key: 'adam', tracks: [], result: { kind: 'reading', engine: 'onnx', device: 'CPU' } }
    expect(upgradeKept(kept)).toEqual({ ...kept, result: { ...kept.result, device: cpu } })
    const other = { key: 'cell', tracks: [], result: [1, 2] }
    expect(upgradeKept(other)).toBe(other)
  })
})
