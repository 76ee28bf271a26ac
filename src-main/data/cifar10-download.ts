import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatasetError } from '#datasets/dataset-error.ts'
import type { Progress } from './cifar10-import.ts'

/** A file to fetch: where from, how large, and the checksum that its publisher states. */
export interface Download {
  readonly address: string
  readonly bytes: number
  readonly md5: string
}

/** The binary form, from https://www.cs.toronto.edu/~kriz/cifar.html, with the MD5 stated there. */
export const cifar10Download: Download = {
  address: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
  bytes: 170_052_171,
  md5: 'c32a1d4ab5d03f1284b67883e8d87530',
}

/** Where the archive lies while it is fetched and read. */
export const downloadPath = (home: string): string =>
  join(home, 'datasets', 'downloads', 'cifar-10-binary.tar.gz')

/** Nothing received for this long, in milliseconds, counts as gone. */
const patience = 30_000

export interface DownloadOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

async function md5Of(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('md5')
  for await (const chunk of createReadStream(path, { signal })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** Asks for the file from byte `from` on; where the server sends all of it, `start` is 0. */
async function ask(
  { address }: Download,
  from: number,
  signal: AbortSignal,
): Promise<{ response: Response; start: number }> {
  const response = await fetch(address, {
    signal,
    headers: { 'accept-encoding': 'identity', ...(from > 0 ? { range: `bytes=${from}-` } : {}) },
  })
  if (response.status === 206) {
    const start = Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1])
    if (start === from) return { response, start }
  } else if (response.status === 200) return { response, start: 0 }
  await response.body?.cancel()
  throw new Error(`the server answered ${response.status}`)
}

/** Appends what arrives to `path` until the file is complete. */
async function receive(
  download: Download,
  path: string,
  have: number,
  options: DownloadOptions,
): Promise<void> {
  const silence = new AbortController()
  const signal = AbortSignal.any([options.signal, silence.signal])
  let timer = setTimeout(() => silence.abort(new Error(`nothing came for ${patience / 1000} s`)), patience)
  const file = await open(path, 'a')
  try {
    const { response, start } = await ask(download, have, signal)
    if (start === 0) await file.truncate(0)
    let done = start
    if (!response.body) throw new Error('the server sent nothing')
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(new Error(`nothing came for ${patience / 1000} s`)), patience)
      done += chunk.length
      if (done > download.bytes) throw new Error(`more than ${download.bytes} bytes came`)
      await file.writev([chunk])
      options.onProgress({ phase: 'downloading', done, total: download.bytes })
    }
    if (done < download.bytes) throw new Error('the connection closed early')
  } finally {
    clearTimeout(timer)
    await file.close()
  }
}

/** "fetch failed" alone says nothing; its cause does. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  return cause instanceof Error && cause.message !== '' ? cause.message : message
}

/**
 * Fetches the archive to `path`, going on where an earlier attempt ended, and checks it. Throws DatasetError; what
 * came so far is kept, except where it is proven wrong.
 */
export async function fetchArchive(
  download: Download,
  path: string,
  options: DownloadOptions,
): Promise<void> {
  const { signal } = options
  await mkdir(dirname(path), { recursive: true })
  const sizeNow = (): Promise<number> =>
    stat(path).then(
      ({ size }) => size,
      () => 0,
    )
  let have = await sizeNow()
  if (have > download.bytes) {
    await rm(path)
    have = 0
  }
  if (have < download.bytes)
    try {
      await receive(download, path, have, options)
    } catch (error) {
      if (signal.aborted) throw error
      const kept = await sizeNow()
      throw new DatasetError(
        `CIFAR-10 could not be downloaded from ${new URL(download.address).host}: ${reasonOf(error)}; ` +
          (kept > 0
            ? 'what came so far is kept, press Download again to go on.'
            : 'check the connection and try again, or import an archive that you have.'),
      )
    }
  if ((await md5Of(path, signal)) === download.md5) return
  await rm(path, { force: true })
  throw new DatasetError(
    `The archive from ${new URL(download.address).host} does not have the checksum that its publisher states, so it was thrown away; download it again.`,
  )
}
