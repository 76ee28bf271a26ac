import { expect, it, vi } from 'vitest'
import { chunkBytes } from '#contract/chunks.ts'
import type { LabClient } from '#contract/client.ts'
import { ChunkSender, mostWaiting } from './chunk-sender.ts'

/** jsdom's Blob cannot be read. */
const blobOf = (bytes: Uint8Array): Blob =>
  ({ size: bytes.length, arrayBuffer: () => Promise.resolve(bytes.buffer) }) as unknown as Blob
interface Sent {
  readonly from: number
  readonly seconds: number
  readonly data: string
}
function senderWith(answer: (sent: Sent) => Promise<null>) {
  const problems: string[] = []
  const client = { request: (_type: string, body: unknown) => answer(body as Sent) } as unknown as LabClient
  return { sender: new ChunkSender(client, 'r', (problem) => problems.push(problem)), problems }
}

it('sends the bytes in their order, in pieces that a message can carry', async () => {
  const sent: Sent[] = []
  const { sender, problems } = senderWith((body) => Promise.resolve((sent.push(body), null)))
  const long = Uint8Array.from({ length: chunkBytes + 3 }, (_, index) => index % 251)
  sender.send(blobOf(long), 1)
  sender.send(blobOf(new Uint8Array()), 1.5)
  sender.send(blobOf(new Uint8Array([7, 8])), 2)
  await sender.done()
  expect(sent.map(({ from, seconds }) => [from, seconds])).toEqual([
    [0, 1],
    [chunkBytes, 1],
    [chunkBytes + 3, 2],
  ])
  const bytes = sent.map(({ data }) => Buffer.from(data, 'base64'))
  expect(Buffer.concat(bytes)).toEqual(Buffer.from([...long, 7, 8]))
  expect(problems).toEqual([])
})

it('reports one sentence where the lab refuses a piece, and sends no more', async () => {
  const answer = vi.fn(() => Promise.reject(new Error('The disk is full.')))
  const { sender, problems } = senderWith(answer)
  for (const seconds of [1, 2, 3]) sender.send(blobOf(new Uint8Array([1])), seconds)
  await sender.done()
  expect(problems).toEqual(['The disk is full.'])
  expect(answer).toHaveBeenCalledTimes(1)
})

it('does not hold a long video that is written too slowly', () => {
  const { sender, problems } = senderWith(() => new Promise(() => undefined))
  const half = { size: mostWaiting / 2, arrayBuffer: () => new Promise(() => undefined) } as unknown as Blob
  for (const seconds of [1, 2, 3]) sender.send(half, seconds)
  expect(problems).toEqual([expect.stringContaining('waited to be written')])
})
