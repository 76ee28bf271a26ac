import { z } from 'zod'

/** Memory in bytes everywhere; the page shows MiB or GiB and says which. */
export const gpuReadingSchema = z.strictObject({
  name: z.string(),
  vendor: z.string(),
  driver: z.string().nullable(),
  vramTotalBytes: z.number().nullable(),
  vramUsedBytes: z.number().nullable(),
  /** Percent, 0 to 100. */
  utilization: z.number().nullable(),
  temperatureCelsius: z.number().nullable(),
  /** Which program said so: "systeminformation" or "nvidia-smi". */
  source: z.string(),
})
export type GpuReading = z.infer<typeof gpuReadingSchema>

export const telemetryReadingSchema = z.strictObject({
  /** Milliseconds since the epoch. */
  at: z.number(),
  /** Percent of all cores, 0 to 100. */
  cpuLoad: z.number().nullable(),
  memoryUsedBytes: z.number().nullable(),
  memoryTotalBytes: z.number().nullable(),
  gpus: z.array(gpuReadingSchema),
  /** Why `gpus` is empty or old ("no GPU found", "nvidia-smi did not answer within 3 s"); null when all is well. */
  gpuNote: z.string().nullable(),
})
export type TelemetryReading = z.infer<typeof telemetryReadingSchema>
