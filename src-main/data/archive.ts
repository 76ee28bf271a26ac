import type { FileHandle } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGunzip, gunzipSync } from 'node:zlib'
import { Parser, type ReadEntry } from 'tar'
import { DatasetError } from '#datasets/dataset-error.ts'

export interface ArchiveOptions {
  /** The largest size that a member of this name may have; null: it is not wanted, and passed over. */
  readonly largest: (fileName: string) => number | null
  /** Bytes of the unpacked archive; one that unpacks to more is refused. */
  readonly mostBytes: number
  readonly onProgress: (readBytes: number) => void
  readonly signal: AbortSignal
}

/** Bytes at the beginning of a file that show what it is. */
const headBytes = 4096
/** How often an archive may be packed with gzip: browsers and mirrors pack the packed file once more. */
const mostLayers = 2
/** CIFAR-10's archives have eight or nine. */
const mostMembers = 1000
/** Writers of archives fill the end with zeros, up to a few times ten thousand bytes. */
const mostAfterEnd = 1024 * 1024

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b
const isTar = (bytes: Buffer): boolean => bytes.toString('latin1', 257, 262) === 'ustar'

/** Whether these first bytes of a file (512 at least, unless it is shorter) are those of an archive. */
export const looksLikeArchive = (head: Buffer): boolean => isGzip(head) || isTar(head)

/** What a cut beginning of a gzip file unpacks to; nothing where it is damaged. */
function unpackedHead(head: Buffer): Buffer {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    return Buffer.alloc(0)
  }
}

/** How many times the archive is packed with gzip (0: a plain .tar), or null where it is no archive. */
export async function gzipLayers(file: FileHandle): Promise<number | null> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
  let head: Buffer = buffer.subarray(0, bytesRead)
  for (let layers = 0; ; layers++) {
    if (!isGzip(head)) return layers > 0 || isTar(head) ? layers : null
    if (layers > mostLayers) return layers
    // 4 KiB unpack to 4 MiB at most.
    head = unpackedHead(head).subarray(0, headBytes)
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
 * The wanted members of an archive that is packed with gzip `layers` times, by file name, in memory: nothing in it
 * is ever written under a path that it names. Links and devices, paths that lead out, members too large or too many,
 * and archives too large are refused with a DatasetError as soon as they show, and so is a damaged archive. `file`
 * is read from its beginning and stays open; `path` is its name in what is said.
 */
export async function readArchive(
  file: FileHandle,
  path: string,
  layers: number,
  options: ArchiveOptions,
): Promise<Map<string, Buffer>> {
  const { largest, mostBytes, onProgress, signal } = options
  const refuse = (why: string): DatasetError =>
    new DatasetError(`${path} cannot be used: ${why}; get the archive again.`)
  if (layers > mostLayers) throw refuse(`it is packed with gzip more than ${mostLayers} times`)
  const found = new Map<string, Buffer>()
  let total = 0
  let members = 0
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
    members++
    const wrong =
      refusal(entry) ??
      (total > mostBytes ? `it unpacks to more than ${mostBytes} bytes` : null) ??
      (members > mostMembers ? `it has more than ${mostMembers} members` : null) ??
      (most !== null && entry.size > most
        ? `${name} in it has ${entry.size} bytes, and at most ${most} are allowed`
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
  let unpackedBytes = 0
  let mostNow = mostBytes
  parser.once('eof', () => {
    mostNow = Math.min(mostBytes, unpackedBytes + mostAfterEnd)
  })
  let readBytes = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      readBytes += chunk.length
      onProgress(readBytes)
      done(null, chunk)
    },
  })
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      unpackedBytes += chunk.length
      if (unpackedBytes > mostNow)
        problem ??=
          mostNow < mostBytes
            ? `more than ${mostAfterEnd} bytes follow after its end`
            : `it unpacks to more than ${mostBytes} bytes`
      done(problem === null ? null : new Error(problem), chunk)
    },
  })
  const ended = new Promise<void>((resolve, reject) => {
    parser.on('end', resolve)
    parser.on('error', reject)
    parser.on('abort', reject)
  })
  ended.catch(() => undefined) // heard below; the pipeline may fail first
  const unpacking = Array.from({ length: layers }, () => createGunzip())
  try {
    const source = file.createReadStream({ start: 0, autoClose: false })
    await pipeline([source, counted, ...unpacking, limited, parser], { signal })
    await ended
  } catch (error) {
    if (signal.aborted) throw error
    throw refuse(problem ?? `it is damaged or not a .tar.gz archive (${(error as Error).message})`)
  }
  return found
}
