import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Parser, type ReadEntry } from 'tar'
import { DatasetError } from './dataset-error.ts'

export interface ArchiveOptions {
  /** The largest size that a member of this name may have; null: it is not wanted, and passed over. */
  readonly largest: (fileName: string) => number | null
  /** Bytes of all members together, wanted or not; an archive that unpacks to more is refused. */
  readonly mostBytes: number
  readonly onProgress: (readBytes: number) => void
  readonly signal: AbortSignal
}

/** Does the file begin with the two bytes of gzip? */
export async function isGzip(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}

/** Why a member may not be in the archive at all, or null. */
function refusal(entry: ReadEntry): string | null {
  if (entry.type === 'Directory') return null
  if (entry.type !== 'File' && entry.type !== 'OldFile')
    return `${JSON.stringify(entry.path.slice(0, 80))} in it is a ${entry.type}, not a plain file`
  const parts = entry.path.split(/[\\/]/)
  if (/^([a-z]:)?[\\/]/i.test(entry.path) || parts.includes('..'))
    return `the path ${JSON.stringify(entry.path.slice(0, 80))} in it leads out of it`
  return null
}

/**
 * The wanted members of a .tar.gz, by file name, in memory: nothing in the archive is ever written under a path
 * that it names. Links and devices, paths that lead out, members too large and archives too large are refused
 * with a DatasetError, and so is a damaged archive.
 */
export async function readArchive(path: string, options: ArchiveOptions): Promise<Map<string, Buffer>> {
  const { largest, mostBytes, onProgress, signal } = options
  const found = new Map<string, Buffer>()
  let total = 0
  let problem: string | null = null
  const parser = new Parser({ strict: true })
  const fail = (what: string): void => {
    problem ??= what
    parser.abort(new Error(what))
  }
  parser.on('entry', (entry: ReadEntry) => {
    const name = entry.path.split('/').at(-1) ?? ''
    const most = largest(name)
    total += entry.size
    const wrong =
      refusal(entry) ??
      (total > mostBytes ? `it unpacks to more than ${mostBytes} bytes` : null) ??
      (most !== null && entry.size > most
        ? `${name} in it has ${entry.size} bytes, at most ${most} are right`
        : null) ??
      (most !== null && found.has(name) ? `${name} is in it twice` : null)
    if (wrong !== null) {
      entry.resume()
      return fail(wrong)
    }
    if (most === null || entry.type === 'Directory') return entry.resume()
    const parts: Buffer[] = []
    entry.on('data', (part: Buffer) => void parts.push(part))
    entry.on('end', () => void found.set(name, Buffer.concat(parts)))
  })
  let readBytes = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      readBytes += chunk.length
      onProgress(readBytes)
      done(problem === null ? null : new Error(problem), chunk)
    },
  })
  const ended = new Promise<void>((resolve, reject) => {
    parser.on('end', resolve)
    parser.on('error', reject)
    parser.on('abort', reject)
  })
  ended.catch(() => undefined) // heard below; the pipeline may fail first
  try {
    await pipeline(createReadStream(path), counted, parser, { signal })
    await ended
  } catch (error) {
    if (signal.aborted) throw error
    throw new DatasetError(
      `${path} cannot be used: ${problem ?? `it is damaged or no .tar.gz archive (${(error as Error).message})`}; get the archive again.`,
    )
  }
  return found
}
