import { expect, it } from 'vitest'
import type { RunHead } from '#contract/run-head.ts'
import { isEngineInUse } from './engine-in-use.ts'

const opened = { name: 'tensorflow', version: '2.20.0', device: null, detail: '', reason: '' }
const pending = { ...opened, name: 'auto', version: '' }
const run = (more: Partial<RunHead>, request = {}): RunHead =>
  ({
    ...{ status: 'running', engine: opened },
    request: { part: '4a', slot: 'main', params: {}, seed: 1, engine: 'auto', ...request },
    ...more,
  }) as RunHead

it('an engine is used by a run that has opened it, also beside another, and may be by one that has not yet', () => {
  expect(isEngineInUse([run({})], 'tensorflow')).toBe(true)
  expect(isEngineInUse([run({})], 'onnx')).toBe(false)
  const beside = { ...opened, name: 'onnx', detail: 'some of its networks tensorflow on GPU, CUDA' }
  expect(isEngineInUse([run({ engine: beside, status: 'paused' })], 'tensorflow')).toBe(true)
  expect(isEngineInUse([run({ engine: pending, status: 'starting' })], 'tensorflow')).toBe(true)
  expect(isEngineInUse([run({ engine: pending }, { engine: 'onnx' })], 'tensorflow')).toBe(false)
  // Trains no network, or has not begun.
  expect(isEngineInUse([run({ engine: pending }, { part: '1d' })], 'tensorflow')).toBe(false)
  expect(isEngineInUse([run({ engine: pending, status: 'queued' })], 'tensorflow')).toBe(false)
  expect(isEngineInUse([], 'tensorflow')).toBe(false)
})
