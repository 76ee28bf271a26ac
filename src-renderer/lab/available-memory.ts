import type { Device } from '#contract/devices.ts'
import type { TelemetryReading } from '#contract/telemetry.ts'

/**
 * Bytes that are free where an engine on `device` trains: of the first GPU that tells, else of the machine's memory.
 * Null where nothing has been read.
 */
export function availableBytes(
  reading: TelemetryReading | undefined,
  device: Device | null = null,
): number | null {
  // An imitated GPU has the machine's memory.
  const isOnGpu = device?.kind === 'gpu' && !device.isSoftware
  const gpu = isOnGpu ? reading?.gpus.find(({ vramTotalBytes }) => vramTotalBytes !== null) : null
  const [total, used] = gpu
    ? [gpu.vramTotalBytes, gpu.vramUsedBytes]
    : [reading?.memoryTotalBytes, reading?.memoryUsedBytes]
  return total == null || used == null ? null : Math.max(0, total - used)
}
