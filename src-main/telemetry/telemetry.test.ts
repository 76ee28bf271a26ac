import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { telemetryReadingSchema, type TelemetryReading } from '#contract/telemetry.ts'
import type { StartProcess } from '#processes/link.ts'
import { readHost, readLoad, systemSources, type HostSources } from './host-readings.ts'
import { startTelemetry } from './telemetry.ts'

const silentProbe: StartProcess = () => ({
  pid: 1,
  post: () => undefined,
  onMessage: () => undefined,
  onExit: () => undefined,
  kill: () => undefined,
})
const sources: HostSources = {
  currentLoad: async () => ({ currentLoad: 12.5 }),
  mem: async () => ({ total: 100, available: 40 }),
}
beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('reads once a second in the shape of the contract and keeps five minutes', async () => {
  const readings: TelemetryReading[] = []
  const telemetry = startTelemetry({ startProcess: silentProbe, onReading: (r) => readings.push(r), sources })
  expect(telemetry.latest()).toBeNull()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(readings).toHaveLength(10)
  expect(telemetryReadingSchema.parse(telemetry.latest())).toMatchObject({
    cpuLoad: 12.5,
    memoryUsedBytes: 60,
    memoryTotalBytes: 100,
    gpus: [],
  })
  await vi.advanceTimersByTimeAsync(400_000)
  expect(telemetry.history()).toHaveLength(300)
  expect(telemetry.history().at(-1)).toBe(telemetry.latest())
  telemetry.stop()
  const count = readings.length
  await vi.advanceTimersByTimeAsync(5000)
  expect(readings).toHaveLength(count)
})

test('a slow source is waited for, never asked twice at once', async () => {
  let underWay = 0
  let most = 0
  const slow: HostSources = {
    ...sources,
    mem: async () => {
      most = Math.max(most, ++underWay)
      await new Promise((resolve) => setTimeout(resolve, 2500))
      underWay--
      return { total: 100, available: 40 }
    },
  }
  const readings: TelemetryReading[] = []
  const telemetry = startTelemetry({
    startProcess: silentProbe,
    onReading: (r) => readings.push(r),
    sources: slow,
  })
  await vi.advanceTimersByTimeAsync(20_000)
  telemetry.stop()
  expect(most).toBe(1)
  expect(readings.length).toBeGreaterThanOrEqual(6)
})

test('a source that fails gives null, not a wrong number', async () => {
  const broken: HostSources = {
    currentLoad: () => Promise.reject(new Error('no')),
    mem: async () => ({ total: NaN, available: 1 }),
  }
  expect(await readHost(broken)).toEqual({ cpuLoad: null, memoryUsedBytes: null, memoryTotalBytes: null })
})

test('this machine has memory, and some of it is used', async () => {
  vi.useRealTimers()
  const reading = await readHost(systemSources)
  expect(reading.memoryTotalBytes).toBeGreaterThan(2 ** 28)
  expect(reading.memoryUsedBytes).toBeGreaterThan(0)
  expect(reading.memoryUsedBytes).toBeLessThan(reading.memoryTotalBytes ?? 0)
})

test('the load is that of the time since the last reading, and none where no time has passed', async () => {
  let times = { idle: 600, all: 1000 }
  const load = readLoad(() => times)
  expect((await load()).currentLoad).toBeCloseTo(40)
  times = { idle: 650, all: 1200 }
  expect((await load()).currentLoad).toBeCloseTo(75)
  expect(await readHost({ ...sources, currentLoad: load })).toMatchObject({ cpuLoad: null })
})
