import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DownloadError, downloadFile, type WantedFile } from './download.ts'

const content = Buffer.from(Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) % 251))
const sha256 = createHash('sha256').update(content).digest('hex')
const md5 = createHash('md5').update(content).digest('base64')

type Answer = (request: IncomingMessage, response: ServerResponse) => void
let folder = ''
let path = ''
let address = ''
let asked: (string | undefined)[] = []
let answer: Answer = () => undefined
const server = createServer((request, response) => {
  asked.push(request.headers.range)
  answer(request, response)
})
/** As a server that knows ranges does, and Google's storage. */
const ranges: Answer = (request, response) => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  response.setHeader('x-goog-hash', `md5=${md5}`)
  if (from >= content.length) {
    response.setHeader('content-range', `bytes */${content.length}`)
    response.writeHead(416).end()
    return
  }
  if (from > 0) response.setHeader('content-range', `bytes ${from}-${content.length - 1}/${content.length}`)
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': content.length - from })
  response.end(content.subarray(from))
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab182-file-'))
  path = join(folder, 'in', 'file')
  asked = []
  answer = ranges
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const known = (): WantedFile => ({ address, bytes: null, digest: { algorithm: 'sha256', hex: sha256 } })
const heard: [number, number | null][] = []
const fetchNow = (wanted: WantedFile = known()): Promise<'known' | 'stated'> => {
  heard.length = 0
  return downloadFile(wanted, path, {
    signal: new AbortController().signal,
    silenceMs: 400,
    onProgress: (done, total) => void heard.push([done, total]),
  })
}
async function keep(bytes: Buffer): Promise<void> {
  answer = (_, response) => response.writeHead(404).end()
  await fetchNow().catch(() => undefined) // makes the folder
  answer = ranges
  asked = []
  writeFileSync(path, bytes)
}
const failure = (wanted?: WantedFile): Promise<DownloadError> =>
  fetchNow(wanted).then(
    () => Promise.reject(new Error('nothing was wrong')),
    (error: unknown) => {
      expect(error).toBeInstanceOf(DownloadError)
      return error as DownloadError
    },
  )
const whole = (): boolean => readFileSync(path).equals(content)

it('fetches a file of unknown size, and checks it against the known or the stated digest', async () => {
  expect(await fetchNow()).toBe('known')
  expect(whole()).toBe(true)
  expect(heard.at(-1)).toEqual([content.length, content.length])
  rmSync(path)
  expect(await fetchNow({ ...known(), digest: null })).toBe('stated')
})

it('goes on where it ended, with the total of the whole file', async () => {
  await keep(content.subarray(0, 30_000))
  expect(await fetchNow({ ...known(), digest: null })).toBe('stated')
  expect(whole()).toBe(true)
  expect(asked).toEqual(['bytes=30000-'])
  expect(heard.at(-1)).toEqual([content.length, content.length])
})

it('asks nothing where a file of the known digest is there', async () => {
  await keep(content)
  expect(await fetchNow()).toBe('known')
  expect(asked).toEqual([])
})

it('starts over where the server has no more than what is kept', async () => {
  await keep(Buffer.alloc(content.length + 10))
  await fetchNow()
  expect(whole()).toBe(true)
  expect(asked).toEqual([`bytes=${content.length + 10}-`, undefined])
})

it('does not add a range that it did not ask for', async () => {
  await keep(content.subarray(0, 30_000))
  answer = (_, response) => {
    response.setHeader('content-range', `bytes 20000-${content.length - 1}/${content.length}`)
    response.writeHead(206).end(content.subarray(20_000))
  }
  expect(await failure()).toMatchObject({ message: 'the server answered 206', keptBytes: 30_000 })
  expect(readFileSync(path).equals(content.subarray(0, 30_000))).toBe(true)
})

it('throws away what is proven wrong, and gets it right at the next attempt', async () => {
  await keep(Buffer.alloc(30_000))
  expect(await failure()).toMatchObject({ isDamaged: true, keptBytes: 0 })
  expect(existsSync(path)).toBe(false)
  await fetchNow()
  expect(whole()).toBe(true)
})

it('keeps what came from a server that falls silent', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': content.length })
    response.write(content.subarray(0, 10_000))
  }
  expect(await failure()).toMatchObject({ message: 'no answer within 0.4 s', keptBytes: 10_000 })
})

it('bounds what it takes by the size that is known', async () => {
  answer = (_, response) => response.end(content)
  const { message } = await failure({ ...known(), bytes: 50_000 })
  expect(message).toBe('more than 50000 bytes came')
  expect(readFileSync(path).length).toBeLessThanOrEqual(50_000)
})
