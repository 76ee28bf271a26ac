/**
 * One file from the network: kept as it arrives, gone on with after a failure, and checked before it is used. Packages
 * for this (node-downloader-helper, the one that is kept) neither check a digest or the range that a server sends,
 * nor bound the size, nor take an AbortSignal: what they leave is all of this file but the request.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface Digest {
  readonly algorithm: 'md5' | 'sha256'
  /** In hexadecimal. */
  readonly hex: string
}

/** A file to fetch: where from, its size in bytes and what it must hash to, null where that is not known beforehand. */
export interface WantedFile {
  readonly address: string
  readonly bytes: number | null
  readonly digest: Digest | null
}

export interface DownloadOptions {
  readonly signal: AbortSignal
  /** Milliseconds without a byte after which the server counts as not answering. */
  readonly silenceMs: number
  /** Hears of the bytes that are there, and of the whole; null where the server does not state it. */
  readonly onProgress: (done: number, total: number | null) => void
}

/** A file that could not be fetched; the message is the reason alone ("the server answered 404"). */
export class DownloadError extends Error {
  override readonly name = 'DownloadError'
  /** What came was proven wrong and thrown away. */
  readonly isDamaged: boolean
  /** Bytes that are kept, and that the next attempt goes on from. */
  readonly keptBytes: number
  constructor(message: string, { isDamaged = false, keptBytes = 0, cause = undefined as unknown }) {
    super(message, { cause })
    this.isDamaged = isDamaged
    this.keptBytes = keptBytes
  }
}

/** The digest of a file, in hexadecimal. */
export async function digestOf(
  path: string,
  algorithm: Digest['algorithm'],
  signal?: AbortSignal,
): Promise<string> {
  const hash = createHash(algorithm)
  for await (const chunk of createReadStream(path, { signal })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  )

/** The MD5 that Google's storage states of every object; null where the header is missing. */
function statedDigest(headers: Headers): Digest | null {
  const stated = /md5=([A-Za-z0-9+/=]+)/.exec(headers.get('x-goog-hash') ?? '')?.[1]
  return stated === undefined
    ? null
    : { algorithm: 'md5', hex: Buffer.from(stated, 'base64').toString('hex') }
}

/** "fetch failed" alone says nothing; its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause, message } = error
  const inner = cause instanceof Error && cause.message !== '' ? cause.message : message
  return inner.split('\n')[0]?.replace(/\.+$/, '') ?? ''
}

interface Answer {
  readonly response: Response
  /** The byte that the answer begins with. */
  readonly start: number
  readonly total: number | null
}

/** Asks for the file from byte `from` on; a server without ranges sends all of it, and then `start` is 0. */
async function ask(address: string, from: number, signal: AbortSignal): Promise<Answer> {
  const response = await fetch(address, {
    signal,
    headers: { 'accept-encoding': 'identity', ...(from > 0 ? { range: `bytes=${from}-` } : {}) },
  })
  const { status, headers } = response
  // Of what is packed for the way the length is another one.
  const isPlain = (headers.get('content-encoding') ?? 'identity') === 'identity'
  const length = isPlain ? Number(headers.get('content-length')) || null : null
  if (status === 200) return { response, start: 0, total: length }
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)/.exec(headers.get('content-range') ?? '') ?? []
  if (status === 206 && Number(start) === from) return { response, start: from, total: Number(total) || null }
  await response.body?.cancel()
  // What is kept is as long as the file or longer, and of another file therefore.
  if (status === 416 && from > 0) return ask(address, 0, signal)
  throw new Error(`the server answered ${status}`)
}

/** Adds what arrives to `path` until the file is complete; returns the digest that the server states. */
async function receive(wanted: WantedFile, path: string, options: DownloadOptions): Promise<Digest | null> {
  const { silenceMs } = options
  const silence = new AbortController()
  const signal = AbortSignal.any([options.signal, silence.signal])
  let timer: NodeJS.Timeout | undefined
  const heard = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => silence.abort(new Error(`no answer within ${silenceMs / 1000} s`)), silenceMs)
  }
  const file = await open(path, 'a')
  try {
    heard()
    const { response, start, total: stated } = await ask(wanted.address, await sizeOf(path), signal)
    const total = wanted.bytes ?? stated
    if (start === 0) await file.truncate(0)
    if (!response.body) throw new Error('the server sent nothing')
    let done = start
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      heard()
      done += chunk.length
      if (total !== null && done > total) throw new Error(`more than ${total} bytes came`)
      await file.writev([chunk])
      options.onProgress(done, total)
    }
    if (total !== null && done < total) throw new Error('the connection closed early')
    return statedDigest(response.headers)
  } catch (error) {
    throw silence.signal.aborted ? (silence.signal.reason as Error) : error
  } finally {
    clearTimeout(timer)
    await file.close()
  }
}

/** Whether `path` holds all of the file already, as far as that can be known without asking. */
async function isComplete(
  { bytes, digest }: WantedFile,
  path: string,
  signal: AbortSignal,
): Promise<boolean> {
  const kept = await sizeOf(path)
  if (bytes !== null) return kept === bytes
  return kept > 0 && digest !== null && (await digestOf(path, digest.algorithm, signal)) === digest.hex
}

/**
 * Fetches a file to `path`, going on where an earlier attempt ended, and compares it with the digest that is known or
 * else with the one that the server states; returns which it was. Throws DownloadError, or the signal's reason.
 */
export async function downloadFile(
  wanted: WantedFile,
  path: string,
  options: DownloadOptions,
): Promise<'known' | 'stated'> {
  const { signal } = options
  await mkdir(dirname(path), { recursive: true })
  if (wanted.bytes !== null && (await sizeOf(path)) > wanted.bytes) await rm(path)
  let stated: Digest | null = null
  if (!(await isComplete(wanted, path, signal)))
    try {
      stated = await receive(wanted, path, options)
    } catch (error) {
      signal.throwIfAborted()
      throw new DownloadError(reasonOf(error), { keptBytes: await sizeOf(path), cause: error })
    }
  const digest = wanted.digest ?? stated
  const found = digest && (await digestOf(path, digest.algorithm, signal))
  if (digest !== null && found === digest.hex) return wanted.digest === null ? 'stated' : 'known'
  await rm(path, { force: true })
  const why =
    digest === null
      ? 'no digest is known of it and the server states none'
      : wanted.digest === null
        ? 'its digest is not the one the server states'
        : `its ${digest.algorithm === 'md5' ? 'MD5' : 'SHA-256'} is ${found}, not ${digest.hex}`
  throw new DownloadError(why, { isDamaged: true })
}
