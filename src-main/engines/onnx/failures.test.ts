import { expect, test } from 'vitest'
import { EngineFailure } from '#engines/engine.ts'
import { engineFailure } from './failures.ts'

/** As onnxruntime 1.30 and Dawn write them. */
const outOfMemory = [
  'Failed to allocate memory for requested buffer of size 281474976710656',
  'WebGPU validation failed. [Invalid Buffer (unlabeled)] is invalid due to a previous error.',
  'WebGPU validation failed. Buffer size (2097152000) exceeds the max buffer size limit (1073741824).\n - While calling [Device].CreateBuffer([BufferDescriptor]).',
  'vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY',
  'Too many storage buffers in shader. Current: 262146, Max is 12',
]
const lost = [
  'WebGPU validation failed. [Device] is lost.',
  'Failed to download data from buffer. wgpu::MapAsyncStatus value: 3',
  'vkQueueSubmit failed with VK_ERROR_DEVICE_LOST',
  'ID3D12Device::GetDeviceRemovedReason: DXGI_ERROR_DEVICE_REMOVED',
]

test.each(outOfMemory)('not enough memory: %s', (message) => {
  const failure = engineFailure(new Error(message), 'training')
  expect(failure.isOutOfMemory).toBe(true)
  expect(failure.message).toBe(
    'There was not enough memory while training; use a smaller batch or a smaller network.',
  )
})

test.each(lost)('a lost GPU: %s', (message) => {
  const failure = engineFailure(new Error(message), 'training')
  expect(failure.kind).toBe('device-lost')
  expect(failure.message).toMatch(/^The GPU was lost while training: .*start the run again\.$/)
})

test('anything else keeps its first line, and a failure of the lab stays as it is', () => {
  expect(engineFailure(new Error('no such kernel\nat line 3'), 'training').message).toBe(
    'onnxruntime failed while training: no such kernel',
  )
  const known = new EngineFailure('known')
  expect(engineFailure(known, 'training')).toBe(known)
})
