import { execFile } from 'node:child_process'
import type { GpuReading } from '#contract/telemetry.ts'

/** What nvidia-smi said: its cards, or one clause saying why there are none. */
export type NvidiaSmiAnswer =
  | { readonly kind: 'cards'; readonly cards: readonly GpuReading[] }
  | { readonly kind: 'missing' | 'hung' | 'failed'; readonly problem: string }

const columns = [
  'name',
  'driver_version',
  'memory.total',
  'memory.used',
  'utilization.gpu',
  'temperature.gpu',
]
const bytesPerMiB = 2 ** 20

/** A cell of nvidia-smi's CSV as a number; "[N/A]", "[Not Supported]" and the like are null. */
export function cell(text: string | undefined): number | null {
  const trimmed = text?.trim() ?? ''
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : null
}
const scaled = (value: number | null, factor: number): number | null =>
  value === null ? null : value * factor

/**
 * Parses the CSV of `nvidia-smi --query-gpu=... --format=csv,noheader,nounits`, one card a line, memory in MiB.
 * A line without exactly the asked columns is no card.
 */
export function parseNvidiaSmi(text: string): GpuReading[] {
  return text.split('\n').flatMap((line) => {
    const cells = line.split(', ').map((entry) => entry.trim())
    const [name, driver] = cells
    if (cells.length !== columns.length || !name) return []
    return [
      {
        name,
        vendor: 'NVIDIA',
        driver: driver && !driver.startsWith('[') ? driver : null,
        vramTotalBytes: scaled(cell(cells[2]), bytesPerMiB),
        vramUsedBytes: scaled(cell(cells[3]), bytesPerMiB),
        utilization: cell(cells[4]),
        temperatureCelsius: cell(cells[5]),
        source: 'nvidia-smi',
      },
    ]
  })
}

const firstLine = (text: string): string => text.trim().split('\n')[0]?.trim() ?? ''

/** What the program printed, or one clause saying why it printed nothing of use. */
export type NvidiaSmiText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' | 'hung' | 'failed'; readonly problem: string }

/**
 * Runs nvidia-smi with these arguments, without blocking; the program is killed after `timeoutMs`. Never rejects.
 * Windows and Linux both have it on the search path where the driver is installed.
 */
export function runNvidiaSmi(args: readonly string[], timeoutMs: number): Promise<NvidiaSmiText> {
  return new Promise((resolve) => {
    const options = {
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      windowsHide: true,
      maxBuffer: 2 ** 20,
    } as const
    const child = execFile('nvidia-smi', args, options, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT')
        return resolve({ kind: 'missing', problem: 'nvidia-smi is not installed' })
      if (error?.killed && error.signal === 'SIGKILL')
        return resolve({
          kind: 'hung',
          problem: `nvidia-smi did not answer within ${timeoutMs / 1000} s`,
        })
      if (error) {
        const said = firstLine(stdout) || firstLine(stderr)
        const ending =
          typeof error.code === 'number' ? `exit code ${error.code}` : (error.signal ?? error.message)
        return resolve({ kind: 'failed', problem: `nvidia-smi failed (${ending})${said ? `: ${said}` : ''}` })
      }
      resolve({ kind: 'text', text: stdout })
    })
    child.stdin?.end()
  })
}

/** Asks nvidia-smi for every card; see `runNvidiaSmi`. */
export async function queryNvidiaSmi(timeoutMs: number): Promise<NvidiaSmiAnswer> {
  const answer = await runNvidiaSmi(
    [`--query-gpu=${columns.join(',')}`, '--format=csv,noheader,nounits'],
    timeoutMs,
  )
  if (answer.kind !== 'text') return answer
  const cards = parseNvidiaSmi(answer.text)
  if (cards.length > 0) return { kind: 'cards', cards }
  const said = firstLine(answer.text)
  return { kind: 'failed', problem: `nvidia-smi listed no card${said ? `, but said: ${said}` : ''}` }
}
