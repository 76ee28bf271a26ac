import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Download } from '../installation.ts'
import { AcquisitionError, amountText } from './acquisition.ts'

export interface DownloadOptions {
  readonly signal: AbortSignal
  readonly progress: (line: string | null) => void
  /** The SHA-256 it must have; null: none is known, and the server's own digest is used. */
  readonly sha256: string | null
  /** Milliseconds without a byte after which the server counts as not answering. */
  readonly silenceMs: number
}

/** The MD5 that Google storage states of every object, in hexadecimal; null where the header is missing. */
function statedMd5(headers: Headers): string | null {
  const stated = /md5=([A-Za-z0-9+/=]+)/.exec(headers.get('x-goog-hash') ?? '')?.[1]
  return stated === undefined ? null : Buffer.from(stated, 'base64').toString('hex')
}

/** The cause that fetch hides inside its "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  const inner = cause instanceof Error && cause.message ? cause.message : error.message
  return inner.split('\n')[0]?.replace(/\.+$/, '') ?? ''
}

/**
 * Downloads `url` to `file` and checks it: length, and the digest that is known or that the server states.
 * Throws AcquisitionError with the reason; the caller's folder is thrown away then, so a broken file is never used.
 */
export async function download(url: string, file: string, options: DownloadOptions): Promise<Download> {
  const name = new URL(url).pathname.split('/').at(-1) ?? url
  const silence = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const heard = (): void => {
    clearTimeout(timer)
    timer = setTimeout(
      () => silence.abort(new Error(`no answer within ${options.silenceMs / 1000} s`)),
      options.silenceMs,
    )
  }
  heard()
  const sha256 = createHash('sha256')
  const md5 = createHash('md5')
  let bytes = 0
  let total: number | null = null
  let stated: string | null
  try {
    const signal = AbortSignal.any([options.signal, silence.signal])
    const response = await fetch(url, { signal })
    if (!response.ok || !response.body) throw new Error(`the server answered ${response.status}`)
    total = Number(response.headers.get('content-length')) || null
    stated = statedMd5(response.headers)
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        heard()
        bytes += chunk.length
        sha256.update(chunk)
        md5.update(chunk)
        options.progress(`${name}: ${amountText(bytes, total)}`)
        done(null, chunk)
      },
    })
    // fetch's stream type and node:stream's differ only in their declarations.
    const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0])
    await pipeline(body, meter, createWriteStream(file), { signal })
  } catch (error) {
    options.signal.throwIfAborted()
    const why = silence.signal.aborted ? (silence.signal.reason as Error).message : reasonOf(error)
    throw new AcquisitionError(
      `${name} could not be fetched from ${new URL(url).host} (${why}); check the network and try again, or use "--from wheel".`,
      { cause: error },
    )
  } finally {
    clearTimeout(timer)
    options.progress(null)
  }
  const damaged = (what: string): AcquisitionError =>
    new AcquisitionError(`${name} arrived damaged (${what}) and was thrown away; try again.`)
  if (total !== null && bytes !== total) throw damaged(`${bytes} of ${total} bytes`)
  const digest = sha256.digest('hex')
  if (options.sha256 !== null && digest !== options.sha256)
    throw damaged(`its SHA-256 is ${digest}, not ${options.sha256}`)
  if (options.sha256 === null && stated === null)
    throw damaged('no digest is known of it and the server states none')
  if (options.sha256 === null && md5.digest('hex') !== stated)
    throw damaged('its digest is not the one the server states')
  const checkedBy = options.sha256 !== null ? 'the digest kept in the lab' : "the server's digest"
  return { name, bytes, sha256: digest, checkedBy }
}
