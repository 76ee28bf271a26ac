import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Amount } from './acquisition.ts'
import { download } from './download.ts'
import { serve } from './fakes.testing.ts'

const content = Buffer.from('a native library, as it were'.repeat(1000))
const sha256 = createHash('sha256').update(content).digest('hex')
const md5 = createHash('md5').update(content).digest('base64')

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'lab182-download-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

async function fetched(
  listener: RequestListener,
  known: string | null,
  signal = new AbortController().signal,
) {
  const server = await serve(listener)
  const lines: (Amount | null)[] = []
  try {
    const options = {
      signal,
      sha256: known,
      silenceMs: 500,
      progress: (amount: Amount | null) => lines.push(amount),
    }
    return { record: await download(`${server.url}some/file.tar.gz`, join(folder, 'file'), options), lines }
  } finally {
    await server.close()
  }
}

it('fetches, reports how far it is, and checks the digest that it knows', async () => {
  const { record, lines } = await fetched(
    (_, answer) => answer.setHeader('content-length', content.length).end(content),
    sha256,
  )
  expect(record).toEqual({
    name: 'file.tar.gz',
    bytes: content.length,
    sha256,
    checkedBy: 'the digest kept in the lab',
  })
  expect(await readFile(join(folder, 'file'))).toEqual(content)
  expect(lines.at(-2)).toEqual({ name: 'file.tar.gz', bytes: content.length, total: content.length })
  expect(lines.at(-1)).toBeNull()
})

it('follows a redirect, and takes the digest that the server states where none is known', async () => {
  const { record } = await fetched((request, answer) => {
    if (request.url === '/some/file.tar.gz') answer.writeHead(302, { location: '/else' }).end()
    else answer.setHeader('x-goog-hash', `crc32c=AAAA==,md5=${md5}`).end(content)
  }, null)
  expect(record.checkedBy).toBe("the server's digest")
})

it.each<[string, RequestListener, string | null, RegExp]>([
  [
    'a wrong digest',
    (_, answer) => answer.end('something else'),
    sha256,
    /arrived damaged .*SHA-256.*try again/,
  ],
  [
    'another digest than the server states',
    (_, answer) => answer.setHeader('x-goog-hash', `md5=${md5}`).end('something else'),
    null,
    /arrived damaged .*not the one the server states/,
  ],
  ['no digest at all', (_, answer) => answer.end(content), null, /no digest is known/],
  [
    'a download cut short',
    (_, answer) => {
      answer.writeHead(200, { 'content-length': content.length })
      answer.write(content.subarray(0, 1000), () => answer.destroy())
    },
    sha256,
    /could not be fetched from 127\.0\.0\.1:\d+ \(.*\); check the network/,
  ],
  ['a missing file', (_, answer) => answer.writeHead(404).end(), sha256, /\(the server answered 404\)/],
  [
    'a server that falls silent half way',
    (_, answer) => {
      answer.writeHead(200, { 'content-length': content.length })
      answer.write(content.subarray(0, 1000))
    },
    sha256,
    /\(no answer within 0\.5 s\)/,
  ],
])('refuses %s, and says why', async (_, listener, known, message) => {
  await expect(fetched(listener, known)).rejects.toThrow(message)
})

it('goes on where a broken download ended', async () => {
  const asked: (string | undefined)[] = []
  const breaking: RequestListener = (_, answer) => {
    answer.writeHead(200, { 'content-length': content.length })
    answer.write(content.subarray(0, 5000), () => setTimeout(() => answer.destroy(), 50))
  }
  await expect(fetched(breaking, sha256)).rejects.toThrow(/the part received so far is kept/)
  const { record } = await fetched((request, answer) => {
    asked.push(request.headers.range)
    answer.setHeader('content-range', `bytes 5000-${content.length - 1}/${content.length}`)
    answer.writeHead(206).end(content.subarray(5000))
  }, sha256)
  expect(asked).toEqual(['bytes=5000-'])
  expect(record).toMatchObject({ bytes: content.length, sha256 })
  expect(await readFile(join(folder, 'file'))).toEqual(content)
})

it('ends at once when cancelled', async () => {
  const cancelled = new AbortController()
  const hanging = fetched(() => cancelled.abort(new Error('cancelled')), sha256, cancelled.signal)
  await expect(hanging).rejects.toThrow('cancelled')
})
