import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Random } from '#numeric/random.ts'
import { cifar10Download, downloadPath, fetchArchive, type Download } from './cifar10-download.ts'

const random = new Random(1)
const content = Buffer.from(Uint8Array.from({ length: 300_000 }, () => random.integer(256)))
const md5 = createHash('md5').update(content).digest('hex')

let home = ''
let path = ''
let asked: (string | undefined)[] = []
let answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined
let download: Download = cifar10Download
const server = createServer((request, response) => {
  asked.push(request.headers.range)
  answer(request, response)
})
/** As a server that knows ranges does. */
const whole = (request: IncomingMessage, response: ServerResponse): void => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  if (from > 0) response.setHeader('content-range', `bytes ${from}-${content.length - 1}/${content.length}`)
  response.statusCode = from > 0 ? 206 : 200
  response.end(content.subarray(from))
}
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'lab182-download-'))
  path = downloadPath(home)
  asked = []
  answer = whole
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  download = { address: `http://127.0.0.1:${port}/cifar.tar.gz`, bytes: content.length, md5 }
})
afterEach(async () => {
  rmSync(home, { recursive: true, force: true })
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})
const fetchNow = (signal = new AbortController().signal, onProgress = (_done: number): void => undefined) =>
  fetchArchive(download, path, { signal, onProgress: ({ done }) => onProgress(done) })
const keep = (bytes: Buffer): void => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
}

describe('fetchArchive', () => {
  it('states the official address, size and checksum', () => {
    expect(cifar10Download).toEqual({
      address: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
      bytes: 170_052_171,
      md5: 'c32a1d4ab5d03f1284b67883e8d87530',
    })
  })

  it('fetches the whole file and tells how far it is', async () => {
    const heard: number[] = []
    await fetchNow(undefined, (done) => heard.push(done))
    expect(readFileSync(path).equals(content)).toBe(true)
    expect(heard.at(-1)).toBe(content.length)
    expect(asked).toEqual([undefined])
  })

  it('goes on where it ended, and asks nothing when all is there', async () => {
    keep(content.subarray(0, 100_000))
    await fetchNow()
    expect(readFileSync(path).equals(content)).toBe(true)
    await fetchNow()
    expect(asked).toEqual(['bytes=100000-'])
  })

  it('starts over where the server knows no ranges', async () => {
    keep(Buffer.alloc(100_000))
    answer = (_, response) => response.end(content)
    await fetchNow()
    expect(readFileSync(path).equals(content)).toBe(true)
  })

  it('keeps what came when the line breaks, says so, and finishes at the next attempt', async () => {
    answer = (_, response) => {
      response.setHeader('content-length', content.length)
      response.write(content.subarray(0, 120_000), () => response.destroy())
    }
    await expect(fetchNow()).rejects.toThrow(
      /could not be downloaded from 127\.0\.0\.1:\d+: .*press Download again/,
    )
    answer = whole
    await fetchNow()
    expect(readFileSync(path).equals(content)).toBe(true)
  })

  it('throws away what does not have the checksum', async () => {
    keep(Buffer.alloc(100_000))
    await expect(fetchNow()).rejects.toThrow(/does not have the checksum .*thrown away/)
    expect(existsSync(path)).toBe(false)
  })

  it.each([404, 500])('says what the server answered: %i', async (status) => {
    answer = (_, response) => response.writeHead(status).end('no')
    await expect(fetchNow()).rejects.toThrow(`the server answered ${status}`)
  })

  it('refuses more than the stated size', async () => {
    answer = (_, response) => response.end(Buffer.alloc(400_000))
    await expect(fetchNow()).rejects.toThrow(/more than 300000 bytes came/)
  })

  it('says that nobody answered', async () => {
    download = { ...download, address: 'http://127.0.0.1:1/cifar.tar.gz' }
    await expect(fetchNow()).rejects.toThrow(/check the connection .*import an archive/)
  })

  it('stops when cancelled and keeps what came', async () => {
    answer = (_, response) => {
      response.setHeader('content-length', content.length)
      response.write(content.subarray(0, 50_000))
    }
    const abort = new AbortController()
    await expect(fetchNow(abort.signal, () => abort.abort())).rejects.toThrow(/abort/i)
    expect(readFileSync(path).length).toBeGreaterThan(0)
  })
})
