import { execFile } from 'node:child_process'
import type { GpuReading } from '#contract/telemetry.ts'
import { plausibleMemory, plausiblePercent, plausibleTemperature } from './plausible.ts'

/**
 * What nvidia-smi said: its cards, with one clause on what it could not read (null: nothing), or one clause saying why
 * there are none.
 */
export type NvidiaSmiAnswer =
  | { readonly kind: 'cards'; readonly cards: readonly GpuReading[]; readonly note: string | null }
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
/** Characters of a line that are quoted. */
const longestQuote = 200

/** A cell of nvidia-smi's CSV as a number; "[N/A]", "[Not Supported]" and the like are null. */
export function cell(text: string | undefined): number | null {
  const trimmed = text?.trim() ?? ''
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : null
}
const inBytes = (text: string | undefined): number | null => {
  const value = cell(text)
  return value === null ? null : value * bytesPerMiB
}

/** A cell that names something; "[Unknown Error]", "[N/A]" and "[GPU is lost]" name nothing. */
export const nameIn = (text: string | undefined): string | null =>
  text === undefined || text === '' || /^\[.*\]$/.test(text) ? null : text

/** The memory of a card from the cells of its total and its use in MiB, in bytes; null is "not measured". */
export const memoryIn = (total: string | undefined, used: string | undefined) =>
  plausibleMemory(inBytes(total), inBytes(used))

/** The rows of nvidia-smi's CSV that `read` takes, and the first line that it does not, for a sentence. */
export function rowsOf<T>(
  text: string,
  read: (cells: readonly string[]) => T | null,
): { readonly rows: T[]; readonly unread: string | null } {
  const rows: T[] = []
  let unread: string | null = null
  for (const line of text.split('\n').map((entry) => entry.trim())) {
    if (line === '') continue
    const row = read(line.split(', ').map((entry) => entry.trim()))
    if (row === null) unread ??= line.slice(0, longestQuote)
    else rows.push(row)
  }
  return { rows, unread }
}

/** One card of `nvidia-smi --query-gpu=... --format=csv,noheader,nounits`, memory in MiB; null where it is none. */
function readCard(cells: readonly string[]): GpuReading | null {
  const name = nameIn(cells[0])
  if (cells.length !== columns.length || name === null) return null
  const { total, used } = memoryIn(cells[2], cells[3])
  return {
    name,
    vendor: 'NVIDIA',
    driver: nameIn(cells[1]),
    vramTotalBytes: total,
    vramUsedBytes: used,
    utilization: plausiblePercent(cell(cells[4])),
    temperatureCelsius: plausibleTemperature(cell(cells[5])),
    source: 'nvidia-smi',
  }
}

/** The cards of nvidia-smi's answer, one a line, and the first line that is none. */
export const parseNvidiaSmi = (text: string) => rowsOf(text, readCard)

const firstLine = (text: string): string => text.trim().split('\n')[0]?.trim() ?? ''

/**
 * What the program printed, or one clause saying why it printed nothing of use. One that failed may have printed rows
 * of healthy cards before, so they come along.
 */
export type NvidiaSmiText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'failed'; readonly problem: string; readonly ending: string; readonly text: string }
  | { readonly kind: 'missing' | 'hung'; readonly problem: string }

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
        const problem = `nvidia-smi failed (${ending})${said ? `: ${said}` : ''}`
        return resolve({ kind: 'failed', problem, ending, text: `${stdout}\n${stderr}` })
      }
      resolve({ kind: 'text', text: stdout })
    })
    child.stdin?.end()
  })
}

/** The clause on rows that were kept beside what could not be read; null where all was. */
export function partlyRead(
  answer: Extract<NvidiaSmiText, { text: string }>,
  unread: string | null,
): string | null {
  if (answer.kind === 'text')
    return unread === null ? null : `nvidia-smi printed a line that is not a GPU: ${unread}`
  return `nvidia-smi failed (${answer.ending}) after the GPUs that are listed${unread === null ? '' : `: ${unread}`}`
}

/** Asks nvidia-smi for every card; those that it lists count, whatever it says besides. See `runNvidiaSmi`. */
export async function queryNvidiaSmi(timeoutMs: number): Promise<NvidiaSmiAnswer> {
  const answer = await runNvidiaSmi(
    [`--query-gpu=${columns.join(',')}`, '--format=csv,noheader,nounits'],
    timeoutMs,
  )
  if (!('text' in answer)) return answer
  const { rows: cards, unread } = parseNvidiaSmi(answer.text)
  if (cards.length > 0) return { kind: 'cards', cards, note: partlyRead(answer, unread) }
  return { kind: 'failed', problem: noCard(answer, unread) }
}

/** Why no card is listed. */
export const noCard = (answer: Extract<NvidiaSmiText, { text: string }>, unread: string | null): string =>
  answer.kind === 'failed'
    ? answer.problem
    : `nvidia-smi listed no card${unread === null ? '' : `, but said: ${unread}`}`
