import { z } from 'zod'

/** How an engine reaches a device: through native code, through JavaScript or WebAssembly on the CPU, or through a GPU's own interface. */
export const deviceApiSchema = z.enum(['native', 'javascript', 'wasm', 'cuda', 'webgpu'])
export type DeviceApi = z.infer<typeof deviceApiSchema>

/** The system's own interface that WebGPU goes through. */
export const deviceBackendSchema = z.enum(['vulkan', 'direct3d12', 'metal'])
export type DeviceBackend = z.infer<typeof deviceBackendSchema>

/** Where an engine computes. */
export const deviceSchema = z.strictObject({
  /** The name in a request and behind `--device`; unique within its engine. */
  id: z.string().max(32),
  kind: z.enum(['cpu', 'gpu']),
  api: deviceApiSchema,
  /** As the system reports it: "AMD EPYC 7763", "NVIDIA GeForce RTX 4060"; null if it does not. */
  name: z.string().nullable(),
  /** True for a GPU that a program on the CPU imitates (SwiftShader, llvmpipe). */
  isSoftware: z.boolean(),
  /** What WebGPU goes through; absent for every other interface. */
  backend: deviceBackendSchema.exactOptional(),
  /** The driver and its version, if they are known and matter: "NVIDIA 550.54.14". */
  driver: z.string().max(200).exactOptional(),
})
export type Device = z.infer<typeof deviceSchema>

/** What an engine trains: networks of layers, or the arrays of a problem's own formulas. */
export const trainsSchema = z.enum(['networks', 'arrays'])
export type Trains = z.infer<typeof trainsSchema>

const apiWords = {
  native: null,
  javascript: null,
  wasm: 'WebAssembly',
  cuda: 'CUDA',
  webgpu: 'WebGPU',
} satisfies Record<DeviceApi, string | null>

/** The kind of a device, short enough for a toolbar: "CPU", "CPU, WebAssembly", "GPU, CUDA", "GPU in software". */
export function deviceKindWords({ kind, api, isSoftware }: Device): string {
  if (isSoftware) return 'GPU in software'
  return [kind === 'gpu' ? 'GPU' : 'CPU', apiWords[api]].filter((word) => word !== null).join(', ')
}

const backendWords = {
  vulkan: 'Vulkan',
  direct3d12: 'Direct3D 12',
  metal: 'Metal',
} satisfies Record<DeviceBackend, string>

/**
 * A device in words: "AMD EPYC 7763 (CPU, WebAssembly)", "NVIDIA GeForce RTX 4060, WebGPU through Vulkan"; its kind alone
 * if its name is not known.
 */
export function deviceWords(device: Device): string {
  if (device.api === 'webgpu' && device.backend !== undefined) {
    const through = `${device.name ?? 'GPU of unknown name'}, WebGPU through ${backendWords[device.backend]}`
    return device.isSoftware ? `${through} (in software, on the CPU)` : through
  }
  return device.name === null ? deviceKindWords(device) : `${device.name} (${deviceKindWords(device)})`
}

/**
 * An engine with its device: "onnx on AMD EPYC 7763 (CPU)". The engine's name alone if the device is null: not opened
 * yet, or recorded by a version that did not say.
 */
export function engineOnDevice({
  name,
  device,
}: {
  readonly name: string
  readonly device: Device | null
}): string {
  return device === null ? name : `${name} on ${deviceWords(device)}`
}
