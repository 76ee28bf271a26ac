import { expect, it } from 'vitest'
import { chunkBytes } from '#contract/chunks.ts'
import { uploadArchive } from './upload-archive.ts'

interface Sent {
  readonly from: number
  readonly total: number
  readonly data: string
}
const fileOf = (bytes: Uint8Array<ArrayBuffer>, name = 'cifar.tar.gz') => ({
  name,
  size: bytes.length,
  slice: (from: number, to: number) => ({ arrayBuffer: () => Promise.resolve(bytes.slice(from, to).buffer) }),
})
const bytes = Uint8Array.from({ length: 20 * chunkBytes + 7 }, (_, at) => at % 251)

it('sends every byte once and in order, in pieces that the lab takes', async () => {
  const sent: Sent[] = []
  await uploadArchive(
    { request: (_type, body) => (sent.push(body as unknown as Sent), Promise.resolve(null as never)) },
    fileOf(bytes),
  )
  const received = sent.map(({ data }) => Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)))
  expect(sent.map(({ from }) => from)).toEqual(sent.map((_, at) => at * chunkBytes))
  expect(new Set(sent.map(({ total }) => total))).toEqual(new Set([bytes.length]))
  expect(received.flatMap((piece) => [...piece])).toEqual([...bytes])
})

it('stops at the first refusal, and refuses an empty file itself', async () => {
  let asked = 0
  const refusing = { request: () => (asked++, Promise.reject(new Error('It is no archive.'))) }
  await expect(uploadArchive(refusing, fileOf(bytes))).rejects.toThrow('It is no archive.')
  expect(asked).toBeLessThanOrEqual(8)
  await expect(uploadArchive(refusing, fileOf(new Uint8Array()))).rejects.toThrow(/"cifar.tar.gz" is empty/)
})
