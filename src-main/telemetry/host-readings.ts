import { cpus } from 'node:os'
import si from 'systeminformation'

export interface HostReading {
  /** Percent of all cores, 0 to 100. */
  readonly cpuLoad: number | null
  readonly memoryUsedBytes: number | null
  readonly memoryTotalBytes: number | null
}

/** Where processor load and memory come from; tests bring their own. */
export interface HostSources {
  currentLoad(): Promise<{ readonly currentLoad: number }>
  mem(): Promise<{ readonly total: number; readonly available: number }>
}

/** Milliseconds of all cores since the machine started. */
function coreTimes(): { readonly idle: number; readonly all: number } {
  const times = cpus().map((core) => core.times)
  const sum = (some: readonly number[]): number => some.reduce((total, time) => total + time, 0)
  return {
    idle: sum(times.map(({ idle }) => idle)),
    all: sum(times.flatMap(({ user, nice, sys, idle, irq }) => [user, nice, sys, idle, irq])),
  }
}

/**
 * The load since the last call, at first since the machine started. systeminformation's currentLoad starts a shell for
 * it and waits, which holds up the lab for up to 70 ms a second when all cores train.
 */
export function readLoad(read = coreTimes): () => Promise<{ readonly currentLoad: number }> {
  let last = { idle: 0, all: 0 }
  return async () => {
    const now = read()
    const [idle, all] = [now.idle - last.idle, now.all - last.all]
    last = now
    return { currentLoad: 100 * (1 - idle / all) }
  }
}

export const systemSources: HostSources = { currentLoad: readLoad(), mem: () => si.mem() }

const settled = async <T>(promise: Promise<T>): Promise<T | null> => promise.catch(() => null)
const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null

/** Processor load since the last call, and memory that programs hold (file caches not counted). Never rejects. */
export async function readHost(sources: HostSources): Promise<HostReading> {
  const [load, memory] = await Promise.all([settled(sources.currentLoad()), settled(sources.mem())])
  return {
    cpuLoad: finite(load?.currentLoad),
    memoryUsedBytes: memory ? finite(memory.total - memory.available) : null,
    memoryTotalBytes: finite(memory?.total),
  }
}
