import { expect, it } from 'vitest'
import { mayUseGpu } from './run-command.ts'

const request = { slot: 'main', params: {}, seed: 1, engine: 'auto' }

it('waits for the trial of a GPU only before a run that may be trained on it', () => {
  expect(mayUseGpu({ ...request, part: '4a' })).toBe(true)
  expect(mayUseGpu({ ...request, part: '4a', device: 'webgpu' })).toBe(true)
  expect(mayUseGpu({ ...request, part: '4a', device: 'cpu' })).toBe(false)
  expect(mayUseGpu({ ...request, part: '1d', device: 'auto' })).toBe(false)
  expect(mayUseGpu({ ...request, part: 'none' })).toBe(false)
})
