import si from 'systeminformation'
import type { GpuReading } from '#contract/telemetry.ts'
import { plausibleMemory, plausiblePercent, plausibleTemperature } from './plausible.ts'

/** Makers of real GPUs; a server's management chip or a virtual adapter is none. */
const makers = /nvidia|advanced micro devices|\bamd\b|\bati\b|intel|apple|qualcomm|moore threads/i
const mebibytes = (value: number | undefined | null): number | null =>
  value == null || !Number.isFinite(value) ? null : value * 2 ** 20
const known = (value: number | undefined | null): number | null =>
  value == null || !Number.isFinite(value) ? null : value

/**
 * A GPU as systeminformation describes it (memory in MiB), or null for a controller that is none. Without
 * nvidia-smi's merge its `vram` on Linux is the size of a bus window, not of the memory, so it is left out there.
 */
export function controllerReading(
  controller: si.Systeminformation.GraphicsControllerData,
  platform: NodeJS.Platform,
): GpuReading | null {
  const said = `${controller.vendor ?? ''} ${controller.model ?? ''} ${controller.name ?? ''}`
  if (!makers.test(said)) return null
  const isVramReal = platform !== 'linux' && !controller.vramDynamic
  // On Linux, without nvidia-smi, a total or use of 0 is "not known".
  const total = mebibytes(controller.memoryTotal) || (isVramReal ? mebibytes(controller.vram) : null)
  const memory = plausibleMemory(total, mebibytes(controller.memoryUsed) || null)
  return {
    name: controller.name || controller.model || controller.vendor || 'GPU',
    vendor: /nvidia/i.test(said) ? 'NVIDIA' : (controller.vendor ?? ''),
    driver: controller.driverVersion || null,
    vramTotalBytes: memory.total,
    vramUsedBytes: memory.used,
    utilization: plausiblePercent(known(controller.utilizationGpu)),
    temperatureCelsius: plausibleTemperature(known(controller.temperatureGpu)),
    source: 'systeminformation',
  }
}

/**
 * The GPUs that systeminformation lists. It calls nvidia-smi synchronously and without a time limit, so this
 * runs only in a child process, and only after nvidia-smi has answered or is known to be missing.
 */
export async function listControllers(): Promise<GpuReading[]> {
  const { controllers } = await si.graphics()
  return controllers.flatMap((controller) => controllerReading(controller, process.platform) ?? [])
}
