/** GPUs that Linux lists under /sys/class/drm, with their memory as far as their driver reports it. */
import { readdir, readFile, readlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { DeviceGpu, GpuProcess } from '#contract/device-reading.ts'
import { parseFdinfo } from './drm-fdinfo.ts'
import { plausibleMemory } from './plausible.ts'

export interface DrmRoots {
  readonly sys: string
  readonly proc: string
}
const systemRoots: DrmRoots = { sys: '/sys', proc: '/proc' }

const makers: Readonly<Record<string, string>> = { '0x1002': 'AMD', '0x8086': 'Intel', '0x5143': 'Qualcomm' }
/** nvidia-smi reports these, and their kernel driver says nothing here. */
const nvidia = '0x10de'

const textIn = async (...path: string[]): Promise<string | null> =>
  readFile(join(...path), 'utf8').then(
    (text) => text.trim(),
    () => null,
  )
const numberIn = async (...path: string[]): Promise<number | null> => {
  const text = await textIn(...path)
  return text !== null && /^\d+$/.test(text) ? Number(text) : null
}

async function readCard(folder: string): Promise<Omit<DeviceGpu, 'processes'> | null> {
  const [vendor, event] = [await textIn(folder, 'vendor'), await textIn(folder, 'uevent')]
  const address = /^PCI_SLOT_NAME=(.+)$/m.exec(event ?? '')?.[1]
  const maker = makers[vendor ?? '']
  if (vendor === nvidia || maker === undefined || address === undefined) return null
  const driver = await readlink(join(folder, 'driver')).then(basename, () => null)
  // Of amdgpu; the drivers of Intel report no total.
  const total = await numberIn(folder, 'mem_info_vram_total')
  const memory = plausibleMemory(total, await numberIn(folder, 'mem_info_vram_used'))
  return {
    id: address,
    name: (await textIn(folder, 'product_name')) || `${maker} GPU at ${address}`,
    driver,
    totalBytes: memory.total,
    usedBytes: memory.used,
    source: 'the Linux kernel (DRM)',
  }
}

/** What one program holds, by the address of the GPU; a client that several files name counts once. */
async function heldBy(folder: string): Promise<ReadonlyMap<string, number | null>> {
  const held = new Map<string, number | null>()
  const seen = new Set<string>()
  const names = await readdir(join(folder, 'fdinfo')).catch(() => [])
  for (const name of names) {
    const client = parseFdinfo((await textIn(folder, 'fdinfo', name)) ?? '')
    if (!client || seen.has(`${client.device} ${client.id}`)) continue
    seen.add(`${client.device} ${client.id}`)
    const before = held.get(client.device) ?? null
    held.set(client.device, client.bytes === null ? before : (before ?? 0) + client.bytes)
  }
  return held
}

/** The program's file name; its short name where that may not be read. */
async function nameOf(folder: string): Promise<string> {
  const file = await readlink(join(folder, 'exe')).catch(() => null)
  return file === null ? ((await textIn(folder, 'comm')) ?? '[unknown]') : basename(file)
}

/** The GPUs without the programs on them, which take longer to find. Never rejects. */
export async function readDrmCards(
  sys: string = systemRoots.sys,
): Promise<readonly Omit<DeviceGpu, 'processes'>[]> {
  const names = await readdir(join(sys, 'class', 'drm')).catch(() => [])
  const cards = await Promise.all(
    names
      .filter((name) => /^card\d+$/.test(name))
      .sort()
      .map((name) => readCard(join(sys, 'class', 'drm', name, 'device'))),
  )
  return cards.flatMap((card) => card ?? [])
}

/**
 * The GPUs, each with the programs on it that this user may look into (its own, and all to root). Never rejects; empty
 * on another system, and where there is none.
 */
export async function readDrmGpus({ sys, proc }: DrmRoots = systemRoots): Promise<readonly DeviceGpu[]> {
  const gpus = await readDrmCards(sys)
  if (gpus.length === 0) return []
  const processes = new Map<string, GpuProcess[]>(gpus.map(({ id }) => [id, []]))
  for (const name of await readdir(proc).catch(() => [])) {
    if (!/^\d+$/.test(name)) continue
    for (const [device, usedBytes] of await heldBy(join(proc, name)))
      processes.get(device)?.push({ pid: Number(name), name: await nameOf(join(proc, name)), usedBytes })
  }
  return gpus.map((gpu) => ({ ...gpu, processes: processes.get(gpu.id) ?? [] }))
}
