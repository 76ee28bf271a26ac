/**
 * What a program holds of a GPU, as Linux tells it in /proc/PID/fdinfo of each open device ("DRM client usage stats" of
 * the kernel's documentation): amdgpu, i915, xe, nouveau and others.
 */

/** One client of a GPU: a program may have several, and several files of one client. */
export interface DrmClient {
  /** PCI address of its GPU: "0000:03:00.0". */
  readonly device: string
  readonly id: string
  /** Bytes that it holds in the GPU's own memory; in the machine's, for a GPU without its own. Null: not reported. */
  readonly bytes: number | null
}

const units: Readonly<Record<string, number>> = { '': 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 }

function bytesIn(text: string): number | null {
  const [, amount, unit = ''] = /^(\d+)(?:\s+([KMG]iB))?$/.exec(text.trim()) ?? []
  return amount === undefined ? null : Number(amount) * (units[unit] ?? 1)
}

/** The region's name without its number: the GPU's own memory is "vram" (amdgpu, xe, nouveau) or "local" (i915). */
const ownMemory = /^(vram|local)\d*$/
const machineMemory = /^(system|gtt)\d*$/

/** Null where the text is of no GPU. */
export function parseFdinfo(text: string): DrmClient | null {
  const fields = new Map<string, string>()
  for (const line of text.split('\n')) {
    const at = line.indexOf(':')
    if (at > 0) fields.set(line.slice(0, at).trim(), line.slice(at + 1).trim())
  }
  const [device, id] = [fields.get('drm-pdev'), fields.get('drm-client-id')]
  if (device === undefined || id === undefined) return null
  /** Resident where the driver says so; "drm-memory-" is the same under amdgpu's older name. */
  const held = (regions: RegExp): number | null => {
    for (const prefix of ['drm-resident-', 'drm-memory-']) {
      const amounts = [...fields].flatMap(([key, value]) =>
        key.startsWith(prefix) && regions.test(key.slice(prefix.length)) ? (bytesIn(value) ?? []) : [],
      )
      if (amounts.length > 0) return amounts.reduce((sum, one) => sum + one, 0)
    }
    return null
  }
  return { device, id, bytes: held(ownMemory) ?? held(machineMemory) }
}
