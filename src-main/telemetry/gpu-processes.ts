import type { DeviceGpu, GpuProcess } from '#contract/device-reading.ts'
import { parseGraphicsProcesses, withGraphics } from './graphics-processes.ts'
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
const gpuColumns = ['uuid', 'name', 'driver_version', 'memory.total', 'memory.used', 'pci.bus_id']
const processColumns = ['gpu_uuid', 'pid', 'process_name', 'used_memory']

/** A GPU without its processes, and the number of its bus. */
type ListedGpu = Omit<DeviceGpu, 'processes'> & { readonly bus: string | null }

function readGpu(cells: readonly string[]): ListedGpu | null {
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
    bus: nameIn(cells[5]),
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

/** What is said where programs that draw are not listed; null where they are. */
function graphicsNote(drawn: NvidiaSmiText, isListed: boolean): string | null {
  if (isListed) return null
  const why = drawn.kind === 'text' ? 'nvidia-smi -q names no GPU' : drawn.problem
  return `Programs that draw on the GPU, WebGPU among them, could not be listed because ${why}.`
}

/** Notes as one text; null where there is none. */
export function joined(notes: readonly (string | null)[]): string | null {
  const said = notes.filter((note) => note !== null)
  return said.map((note, at) => (at < said.length - 1 ? note.replace(/\.$/, '') : note)).join('. ') || null
}

/** The NVIDIA GPUs with what computes and draws on them, or why nvidia-smi could not tell. Never rejects. */
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
  const drawn = await runNvidiaSmi(['-q', '-d', 'PIDS'], timeoutMs)
  const graphics = 'text' in drawn ? parseGraphicsProcesses(drawn.text) : null
  const notes = [
    partlyRead(answer, unread),
    processNote(apps, listed?.unread ?? null),
    isListed ? graphicsNote(drawn, graphics !== null) : null,
  ]
  return {
    kind: 'gpus',
    gpus: gpus.map(({ bus, ...gpu }) => ({
      ...gpu,
      processes: isListed
        ? withGraphics(listed?.processes.get(gpu.id) ?? [], graphics?.get(bus ?? '') ?? [])
        : null,
    })),
    note: joined(notes),
  }
}
