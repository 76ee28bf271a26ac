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
export const systemSources: HostSources = { currentLoad: () => si.currentLoad(), mem: () => si.mem() }

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
