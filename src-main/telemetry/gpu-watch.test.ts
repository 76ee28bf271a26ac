import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { GpuReading } from '#contract/telemetry.ts'
import type { ChildLink } from '#processes/link.ts'
import { gpuTimes, watchGpus } from './gpu-watch.ts'

const card: GpuReading = {
  name: 'A100',
  vendor: 'NVIDIA',
  driver: null,
  vramTotalBytes: 8,
  vramUsedBytes: 3,
  utilization: 0,
  temperatureCelsius: 30,
  source: 'nvidia-smi',
}

/** A probe process whose answers the test gives by hand. */
class FakeProbe implements ChildLink {
  readonly pid = 1
  asked = 0
  isKilled = false
  answer: (message: unknown) => void = () => undefined
  exit: (description: string, code: number | null) => void = () => undefined
  post(): void {
    this.asked++
  }
  onMessage(listener: (message: unknown) => void): void {
    this.answer = listener
  }
  onExit(listener: (description: string, code: number | null) => void): void {
    this.exit = listener
  }
  kill(): void {
    this.isKilled = true
    this.exit('ended by signal SIGKILL', null)
  }
}

let probes: FakeProbe[] = []
const start = () =>
  watchGpus((entry) => {
    expect(entry).toBe('gpu-probe')
    const probe = new FakeProbe()
    probes.push(probe)
    return probe
  })
const last = (): FakeProbe => {
  const probe = probes.at(-1)
  if (!probe) throw new Error('no probe was started')
  return probe
}
beforeEach(() => {
  probes = []
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

test('asks once a second, and only after the last answer', () => {
  const watch = start()
  expect(last().asked).toBe(1)
  vi.advanceTimersByTime(2000)
  expect(last().asked).toBe(1)
  last().answer({ gpus: [card], note: null, isListed: true })
  expect(watch.latest()).toEqual({ gpus: [card], note: null })
  vi.advanceTimersByTime(gpuTimes.live)
  expect(last().asked).toBe(2)
  watch.stop()
})
test('kills a probe that does not answer, says so, shows no old number, and tries again later', () => {
  const watch = start()
  last().answer({ gpus: [card], note: null, isListed: true })
  vi.advanceTimersByTime(gpuTimes.live + gpuTimes.deadline)
  expect(last().isKilled).toBe(true)
  expect(watch.latest()).toEqual({ gpus: [], note: 'the GPU probe did not answer within 4 s' })
  vi.advanceTimersByTime(gpuTimes.problem - 1)
  expect(probes).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(probes).toHaveLength(2)
  last().answer({ gpus: [card], note: null, isListed: true })
  expect(watch.latest().gpus).toEqual([card])
  watch.stop()
})
test('healthy cards are read on every second beside one that is broken', () => {
  const watch = start()
  const note = 'nvidia-smi failed (exit code 15) after the GPUs that are listed'
  last().answer({ gpus: [card], note, isListed: true })
  expect(watch.latest()).toEqual({ gpus: [card], note })
  vi.advanceTimersByTime(gpuTimes.live)
  expect(last().asked).toBe(2)
  watch.stop()
})
test('a late answer of a killed probe is not taken', () => {
  const watch = start()
  vi.advanceTimersByTime(gpuTimes.deadline)
  last().answer({ gpus: [card], note: null, isListed: true })
  expect(watch.latest().gpus).toEqual([])
  watch.stop()
})
test('without a GPU there is no process between readings, one a minute', () => {
  const watch = start()
  last().answer({ gpus: [], note: null, isListed: false })
  expect(watch.latest().note).toBe('looking for a GPU')
  vi.advanceTimersByTime(gpuTimes.live)
  last().answer({ gpus: [], note: 'no GPU found', isListed: true })
  expect(watch.latest()).toEqual({ gpus: [], note: 'no GPU found' })
  expect(last().isKilled).toBe(true)
  vi.advanceTimersByTime(gpuTimes.noGpu - 1)
  expect(probes).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(probes).toHaveLength(2)
  // While the new list is being made the known state stays.
  last().answer({ gpus: [], note: null, isListed: false })
  expect(watch.latest().note).toBe('no GPU found')
  watch.stop()
})
test('a probe that ends by itself or talks nonsense is reported and replaced', () => {
  const watch = start()
  last().exit('ended with code 1', 1)
  expect(watch.latest().note).toBe('the GPU probe ended with code 1')
  vi.advanceTimersByTime(gpuTimes.problem)
  last().answer({ gpus: 'many' })
  expect(watch.latest().note).toMatch(/cannot be read/)
  vi.advanceTimersByTime(gpuTimes.problem)
  expect(probes).toHaveLength(3)
  watch.stop()
})
test('after stop the process is gone and none is started', () => {
  start().stop()
  expect(last().isKilled).toBe(true)
  vi.advanceTimersByTime(10 * gpuTimes.noGpu)
  expect(probes).toHaveLength(1)
})
