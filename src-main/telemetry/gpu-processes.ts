import type { DeviceGpu, GpuProcess } from '#contract/device-reading.ts'
import { cell, runNvidiaSmi, type NvidiaSmiText } from './nvidia-smi.ts'

const bytesPerMiB = 2 ** 20
const format = '--format=csv,noheader,nounits'
const gpuColumns = ['uuid', 'name', 'driver_version', 'memory.total', 'memory.used']
const processColumns = ['gpu_uuid', 'pid', 'process_name', 'used_memory']

const inBytes = (text: string | undefined): number | null => {
  const value = cell(text)
  return value === null ? null : value * bytesPerMiB
}
const linesOf = (text: string): string[][] =>
  text.split('\n').map((line) => line.split(', ').map((entry) => entry.trim()))

/** The GPUs of `nvidia-smi --query-gpu`, by uuid; lines without exactly the asked columns are none. */
export function parseGpus(text: string): Map<string, Omit<DeviceGpu, 'processes'>> {
  const gpus = new Map<string, Omit<DeviceGpu, 'processes'>>()
  for (const cells of linesOf(text)) {
    const [uuid, name, driver] = cells
    if (cells.length !== gpuColumns.length || !uuid || !name) continue
    gpus.set(uuid, {
      name,
      driver: driver && !driver.startsWith('[') ? driver : null,
      totalBytes: inBytes(cells[3]),
      usedBytes: inBytes(cells[4]),
      source: 'nvidia-smi',
    })
  }
  return gpus
}

/**
 * The processes of `nvidia-smi --query-compute-apps`, by uuid of their GPU. A program's name may hold the separator,
 * so the outer columns are taken from both ends; a line that does not fit is no process.
 */
export function parseProcesses(text: string): Map<string, GpuProcess[]> {
  const processes = new Map<string, GpuProcess[]>()
  for (const cells of linesOf(text)) {
    const [uuid] = cells
    const pid = cell(cells[1])
    if (cells.length < processColumns.length || !uuid || pid === null) continue
    const name = cells.slice(2, -1).join(', ')
    processes.set(uuid, [...(processes.get(uuid) ?? []), { pid, name, usedBytes: inBytes(cells.at(-1)) }])
  }
  return processes
}

/** The NVIDIA GPUs with what computes on them, or why nvidia-smi could not tell. Never rejects. */
export async function queryGpuProcesses(
  timeoutMs: number,
): Promise<
  | { readonly kind: 'gpus'; readonly gpus: readonly DeviceGpu[]; readonly note: string | null }
  | Exclude<NvidiaSmiText, { kind: 'text' }>
> {
  const answer = await runNvidiaSmi([`--query-gpu=${gpuColumns.join(',')}`, format], timeoutMs)
  if (answer.kind !== 'text') return answer
  const gpus = parseGpus(answer.text)
  if (gpus.size === 0) {
    const said = answer.text.trim().split('\n')[0]?.trim() ?? ''
    return { kind: 'failed', problem: `nvidia-smi listed no card${said ? `, but said: ${said}` : ''}` }
  }
  const apps = await runNvidiaSmi([`--query-compute-apps=${processColumns.join(',')}`, format], timeoutMs)
  const processes = apps.kind === 'text' ? parseProcesses(apps.text) : null
  return {
    kind: 'gpus',
    gpus: [...gpus].map(([uuid, gpu]) => ({ ...gpu, processes: processes && (processes.get(uuid) ?? []) })),
    note:
      apps.kind === 'text' ? null : `The processes on the GPU could not be listed because ${apps.problem}.`,
  }
}
