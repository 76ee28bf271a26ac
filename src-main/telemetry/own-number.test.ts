import { expect, test } from 'vitest'
import type { DeviceGpu, GpuProcess } from '#contract/device-reading.ts'
import { ownNumber, type ProcessView } from './own-number.ts'

const process = (pid: number, name: string): GpuProcess => ({ pid, name, usedBytes: 1 })
const gpu = (...processes: readonly GpuProcess[]): DeviceGpu => ({
  ...{ id: 'GPU-1', name: 'T4', driver: null, totalBytes: 9, usedBytes: 5, source: 'nvidia-smi' },
  processes,
})
const from = (isApart: boolean, seen: readonly number[]) => (): Promise<ProcessView> =>
  Promise.resolve({ pid: 7, program: 'node', isApart, isSeen: (pid) => Promise.resolve(seen.includes(pid)) })

test('on the machine itself an entry of our number and program is ours', async () => {
  expect(await ownNumber([gpu(process(7, '/usr/bin/node'), process(9, 'python3'))], from(false, []))).toBe(7)
  expect(await ownNumber([gpu(process(7, '[Not Found]'))], from(false, []))).toBe(7)
  expect(await ownNumber([], from(false, []))).toBe(7)
})
test('an entry of our number that is another program counts otherwise than we do', async () => {
  expect(await ownNumber([gpu(process(7, 'python3'))], from(false, [7]))).toBeNull()
})
test('in a container, numbers count where every process that is listed can be seen from here', async () => {
  const listed = [gpu(process(7, 'node'), process(4711, 'python3'))]
  expect(await ownNumber(listed, from(true, [7]))).toBeNull()
  expect(await ownNumber(listed, from(true, [7, 4711]))).toBe(7)
})
