import { z } from 'zod'
import { deviceBackendSchema, type Device, type DeviceBackend } from '#contract/devices.ts'
import { nvidiaDriver } from '../../probing/nvidia-driver.ts'

/** The GPU that WebGPU computes on, as far as the system says which that is. */
export const adapterSchema = z.strictObject({
  backend: deviceBackendSchema,
  /** Null if the system does not say which of its GPUs is taken. */
  name: z.string().max(200).nullable(),
  /** Driver and version, or the driver's file; null if not known. */
  driver: z.string().max(200).nullable(),
  isSoftware: z.boolean(),
})
export type Adapter = z.infer<typeof adapterSchema>

/** A GPU that the system lists, with its driver's version. */
export interface ListedGpu {
  readonly name: string
  readonly driver: string | null
}

/** Programs that imitate a GPU on the CPU, by the name of their adapter or of their driver's file. */
const imitations =
  /swiftshader|llvmpipe|lavapipe|softpipe|libvulkan_lvp|lvp_icd|\bwarp\b|microsoft basic (render|display)|software rasterizer/i

/** Whether an adapter or driver of this name computes on the CPU. */
export const isImitation = (name: string): boolean => imitations.test(name)

/** What WebGPU goes through on this system. */
export function backendOf(platform: NodeJS.Platform): DeviceBackend {
  return platform === 'win32' ? 'direct3d12' : platform === 'darwin' ? 'metal' : 'vulkan'
}

/** Makes the Vulkan loader write which GPU and driver it opens; Dawn and onnxruntime do not say it. */
export const loaderVariables = { VK_LOADER_DEBUG: 'driver,info' } as const

/**
 * The adapter that was opened, from what the Vulkan loader wrote: its last line `Using "NAME" with driver: "FILE"`. The
 * name is null if there is no such line (loaders before 1.3).
 */
export function vulkanAdapter(log: string, nvidia: string | null = nvidiaDriver()): Adapter {
  const [, name = null, file = null] =
    [...log.matchAll(/Using "([^"\n]{1,200})" with driver: "([^"\n]+)"/g)].at(-1) ?? []
  const library = file?.split(/[\\/]/).at(-1)?.slice(0, 200) ?? null
  const isNvidia = library !== null && /nvidia|libGLX_nvidia/i.test(library)
  return {
    backend: 'vulkan',
    name,
    driver: isNvidia && nvidia !== null ? `NVIDIA ${nvidia}` : library,
    isSoftware: isImitation(name ?? '') || isImitation(library ?? ''),
  }
}

/**
 * The adapter on Windows and macOS, from the GPUs that the system lists. One alone is the one that is taken. Of several it
 * is not known which; without any, Windows offers only its own imitation.
 */
export function listedAdapter(backend: DeviceBackend, listed: readonly ListedGpu[]): Adapter {
  const real = listed.filter(({ name }) => !isImitation(name))
  const [only] = real
  if (only !== undefined && real.length === 1)
    return { backend, name: only.name, driver: only.driver, isSoftware: false }
  const isSoftware = real.length === 0 && backend === 'direct3d12'
  return { backend, name: isSoftware ? 'Microsoft Basic Render Driver' : null, driver: null, isSoftware }
}

/** The device as it is recorded with a run. */
export const webgpuDevice = ({ backend, name, driver, isSoftware }: Adapter): Device => ({
  ...{ id: 'webgpu', kind: 'gpu', api: 'webgpu', name, isSoftware, backend },
  ...(driver === null ? {} : { driver }),
})
