import type { TelemetryReading } from '#contract/telemetry.ts'

/** Does an engine that says it computes on `device` do so on a GPU? */
export const isOnGpu = (device: string): boolean => /gpu|cuda/i.test(device)

/**
 * Bytes that are free where an engine on `device` trains: of the first GPU that tells, else of the machine's memory.
 * Null where nothing has been read.
 */
export function availableBytes(reading: TelemetryReading | undefined, device = ''): number | null {
  const gpu = isOnGpu(device) ? reading?.gpus.find(({ vramTotalBytes }) => vramTotalBytes !== null) : null
  const [total, used] = gpu
    ? [gpu.vramTotalBytes, gpu.vramUsedBytes]
    : [reading?.memoryTotalBytes, reading?.memoryUsedBytes]
  return total == null || used == null ? null : Math.max(0, total - used)
}
