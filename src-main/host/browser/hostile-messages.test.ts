import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { replySchema } from '#contract/messages.ts'
import { hostileMessages } from '#host/hostile-messages.testing.ts'
import { openLab } from '#runs/lab-under-test.testing.ts'
import { startPageServer, type PageServer } from './server.ts'

let server: PageServer
let lab: Awaited<ReturnType<typeof openLab>>
beforeEach(async () => {
  lab = await openLab()
  server = await startPageServer({ files: new Map(), port: 0, connect: lab.connect })
})
afterEach(async () => {
  await lab.close()
  await server.close()
})

async function openSocket(): Promise<WebSocket> {
  const response = await fetch(server.address(), { redirect: 'manual' })
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  const origin = `http://127.0.0.1:${server.port}`
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/port`, { headers: { cookie }, origin })
  await once(socket, 'open')
  return socket
}

/** Sends texts and waits for as many answers. */
async function answers(socket: WebSocket, texts: readonly string[]): Promise<unknown[]> {
  const heard: unknown[] = []
  const all = new Promise<void>((resolve, reject) => {
    socket.on('message', (data) => {
      heard.push(JSON.parse(String(data)))
      if (heard.length === texts.length) resolve()
    })
    socket.on('close', () => reject(new Error('the lab closed the socket')))
  })
  for (const text of texts) socket.send(text)
  await all
  return heard
}

test.each([
  ['brackets', '['.repeat(5_000) + ']'.repeat(5_000)],
  ['objects', '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000)],
  ['brackets in a request', `{"id":7,"type":"run.delete","run":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
  ['brackets in a field of no request', `{"type":${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
])('%s nested thousands deep are refused in a sentence, and the lab answers on', async (_, text) => {
  const socket = await openSocket()
  const [first, second] = await answers(socket, [text, '{"id":1,"type":"lab.describe"}'])
  expect(first).toMatchObject({
    type: 'refusal',
    refusal: { message: expect.stringMatching(/nested too deeply/) },
  })
  expect(second).toMatchObject({ type: 'reply', id: 1 })
})

test('a million brackets close their socket, and the next one is served', async () => {
  const socket = await openSocket()
  const closed = once(socket, 'close')
  socket.send('['.repeat(1_000_000) + ']'.repeat(1_000_000))
  expect((await closed)[0]).toBe(1009)
  const [answer] = await answers(await openSocket(), ['{"id":1,"type":"lab.describe"}'])
  expect(answer).toMatchObject({ type: 'reply' })
})

test.each([1, 2, 3])('hostile messages of seed %i get one answer each and change nothing', async (seed) => {
  const source = hostileMessages(seed)
  const texts = Array.from({ length: 2_000 }, () => source.next().value)
  const heard = await answers(await openSocket(), texts)
  expect(heard.filter((answer) => !replySchema.safeParse(answer).success)).toEqual([])
  expect(lab.manager.list().runs).toEqual([])
  expect(Object.keys(Object.prototype)).toEqual([])
})
