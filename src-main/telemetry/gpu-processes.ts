import type { DeviceGpu, GpuProcess } from '#contract/device-reading.ts'
import {
  cell,
  memoryIn,
  nameIn,
  noCard,
  partlyRead,
  rowsOf,
  runNvidiaSmi,
  type NvidiaSmiText,
} from './nvidia-smi.ts'

const format = '--format=csv,noheader,nounits'
const gpuColumns = ['uuid', 'name', 'driver_version', 'memory.total', 'memory.used']
const processColumns = ['gpu_uuid', 'pid', 'process_name', 'used_memory']

function readGpu(cells: readonly string[]): Omit<DeviceGpu, 'processes'> | null {
  const [uuid, name] = [nameIn(cells[0]), nameIn(cells[1])]
  if (cells.length !== gpuColumns.length || uuid === null || name === null) return null
  const { total, used } = memoryIn(cells[3], cells[4])
  return {
    id: uuid,
    name,
    driver: nameIn(cells[2]),
    totalBytes: total,
    usedBytes: used,
    source: 'nvidia-smi',
  }
}

/** The GPUs of `nvidia-smi --query-gpu`, and the first line that is none. */
export const parseGpus = (text: string) => rowsOf(text, readGpu)

/**
 * A process of `nvidia-smi --query-compute-apps`. A program's name may hold the separator, so the outer columns are
 * taken from both ends; null where the line does not fit.
 */
function readProcess(
  cells: readonly string[],
): { readonly uuid: string; readonly process: GpuProcess } | null {
  const [uuid, pid] = [nameIn(cells[0]), cell(cells[1])]
  if (cells.length < processColumns.length || uuid === null || pid === null) return null
  const { used } = memoryIn(undefined, cells.at(-1))
  return { uuid, process: { pid, name: cells.slice(2, -1).join(', '), usedBytes: used } }
}

/** The processes by uuid of their GPU, and the first line that is none. */
export function parseProcesses(text: string) {
  const { rows, unread } = rowsOf(text, readProcess)
  const processes = new Map<string, GpuProcess[]>()
  for (const { uuid, process } of rows) processes.set(uuid, [...(processes.get(uuid) ?? []), process])
  return { processes, unread }
}

/** What is said of processes that are not, or not all, listed; null where they are. */
function processNote(apps: NvidiaSmiText, unread: string | null): string | null {
  if (apps.kind !== 'text') return `The processes on the GPU could not be listed because ${apps.problem}.`
  return unread === null ? null : `nvidia-smi printed a line that is not a process: ${unread}`
}

/** The NVIDIA GPUs with what computes on them, or why nvidia-smi could not tell. Never rejects. */
export async function queryGpuProcesses(
  timeoutMs: number,
): Promise<
  | { readonly kind: 'gpus'; readonly gpus: readonly DeviceGpu[]; readonly note: string | null }
  | { readonly kind: 'missing' | 'hung' | 'failed'; readonly problem: string }
> {
  const answer = await runNvidiaSmi([`--query-gpu=${gpuColumns.join(',')}`, format], timeoutMs)
  if (!('text' in answer)) return answer
  const { rows: gpus, unread } = parseGpus(answer.text)
  if (gpus.length === 0) return { kind: 'failed', problem: noCard(answer, unread) }
  const apps = await runNvidiaSmi([`--query-compute-apps=${processColumns.join(',')}`, format], timeoutMs)
  const listed = 'text' in apps ? parseProcesses(apps.text) : null
  // A list that failed is one of those that it names only where it names some.
  const isListed = apps.kind === 'text' || (listed !== null && listed.processes.size > 0)
  const notes = [partlyRead(answer, unread), processNote(apps, listed?.unread ?? null)]
  return {
    kind: 'gpus',
    gpus: gpus.map((gpu) => ({
      ...gpu,
      processes: isListed ? (listed?.processes.get(gpu.id) ?? []) : null,
    })),
    note: notes.filter((note) => note !== null).join('. ') || null,
  }
}
