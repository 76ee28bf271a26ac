/**
 * Processes that draw on an NVIDIA GPU, as `nvidia-smi -q -d PIDS` lists them: WebGPU through Vulkan or Direct3D is
 * graphics (type G, or C+G) to the driver, and the query of compute processes leaves it out.
 */
import type { GpuProcess } from '#contract/device-reading.ts'
import { memoryIn, cell } from './nvidia-smi.ts'

/** "00000000:01:00.0", as both lists name a GPU. */
const gpuLine = /^GPU ([0-9A-Fa-f]+:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}\.[0-9A-Fa-f])\s*$/
const entryLine = /^\s+(Process ID|Type|Name|Used GPU Memory)\s*: (.*)$/

interface Entry {
  readonly pid: number
  readonly type: string
  readonly name: string
  readonly usedBytes: number | null
}

const inMebibytes = (text: string): number | null => {
  const [amount, unit] = text.trim().split(' ')
  return unit === 'MiB' ? memoryIn(undefined, amount).used : null
}

/** The processes with a share in drawing, by the bus number of their GPU; null where the text lists no GPU. */
export function parseGraphicsProcesses(text: string): ReadonlyMap<string, readonly GpuProcess[]> | null {
  const byGpu = new Map<string, Entry[]>()
  let entries: Entry[] | null = null
  for (const line of text.split(/\r?\n/)) {
    const [, bus] = gpuLine.exec(line) ?? []
    if (bus !== undefined) byGpu.set(bus, (entries = []))
    const [, key, value = ''] = entryLine.exec(line) ?? []
    if (key === undefined || entries === null) continue
    const last = entries.pop()
    if (key === 'Process ID') {
      if (last) entries.push(last)
      const pid = cell(value)
      if (pid !== null) entries.push({ pid, type: '', name: '', usedBytes: null })
    } else if (last)
      entries.push({
        ...last,
        ...(key === 'Type' ? { type: value.trim() } : {}),
        ...(key === 'Name' ? { name: value.trim() } : {}),
        ...(key === 'Used GPU Memory' ? { usedBytes: inMebibytes(value) } : {}),
      })
  }
  if (byGpu.size === 0) return null
  const drawing = (list: readonly Entry[]): GpuProcess[] =>
    list.flatMap(({ pid, type, name, usedBytes }) => (type.includes('G') ? [{ pid, name, usedBytes }] : []))
  return new Map([...byGpu].map(([bus, list]) => [bus, drawing(list)]))
}

/** Both lists of one GPU; a process in both is kept once, with the memory that either reports. */
export function withGraphics(
  compute: readonly GpuProcess[],
  graphics: readonly GpuProcess[],
): readonly GpuProcess[] {
  const byPid = new Map(graphics.map((process) => [process.pid, process]))
  const both = compute.map((process) => ({
    ...process,
    usedBytes: process.usedBytes ?? byPid.get(process.pid)?.usedBytes ?? null,
  }))
  const known = new Set(compute.map(({ pid }) => pid))
  return [...both, ...graphics.filter(({ pid }) => !known.has(pid))]
}
