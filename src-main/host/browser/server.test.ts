import { once } from 'node:events'
import { createServer } from 'node:http'
import {
  connect as connectTcp,
  createServer as createTcpServer,
  type AddressInfo,
  type Socket,
} from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { maxRequestBytes } from '#contract/messages.ts'
import type { Port } from '#contract/port.ts'
import type { PageFiles } from '#host/page-files.ts'
import { startPageServer, type PageServer } from './server.ts'
import { maxSockets } from './session.ts'
import { maxPayloadBytes } from './socket-port.ts'

const files: PageFiles = new Map([['/', { body: Buffer.from('<p>é'), type: 'text/html', isHashed: false }]])
let server: PageServer
let ports: Port[]
let received: unknown[]
beforeEach(async () => {
  ports = []
  received = []
  const connect = (port: Port): void => {
    ports.push(port)
    port.onMessage((message) => {
      received.push(message)
      port.post({ echo: message })
    })
  }
  server = await startPageServer({ files, port: 0, connect })
})
afterEach(() => server.close())

const own = () => `http://127.0.0.1:${server.port}`
async function enter(): Promise<string> {
  const response = await fetch(server.address(), { redirect: 'manual' })
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}
async function socket(cookie: string, origin = own(), path = '/port'): Promise<WebSocket> {
  const opened = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers: { cookie }, origin })
  await once(opened, 'open')
  return opened
}
const text = async (from: WebSocket): Promise<unknown> => {
  const [data] = (await once(from, 'message')) as [Buffer]
  return JSON.parse(data.toString()) as unknown
}

test('listens on the loopback address only, and gives the page for its printed address', async () => {
  expect(server.address()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/)
  const response = await fetch(own(), { headers: { cookie: await enter() } })
  expect(response.status).toBe(200)
  expect(await response.text()).toBe('<p>é')
  await expect(fetch(`http://[::1]:${server.port}/`)).rejects.toThrow()
})
test('a POST with a body is answered, not left hanging', async () => {
  const response = await fetch(own(), { method: 'POST', body: 'x'.repeat(1e6) })
  expect(response.status).toBe(405)
  expect(response.headers.get('allow')).toBe('GET, HEAD')
})
test('a taken port is named with what to do; without a wish another one is found', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  await expect(startPageServer({ files, port, connect: () => undefined })).rejects.toThrow(
    new RegExp(`Port ${port} is taken.*--port`),
  )
  const [one, two] = await Promise.all(
    [1, 2].map(() => startPageServer({ files, port: null, connect: () => undefined })),
  )
  expect(one?.port).not.toBe(two?.port)
  await Promise.all([one?.close(), two?.close(), new Promise((resolve) => other.close(resolve))])
})

describe('sockets', () => {
  test('carry messages of several tabs, each with a port of its own', async () => {
    const cookie = await enter()
    const [first, second] = await Promise.all([socket(cookie), socket(cookie)])
    first.send('{"id":1}')
    expect(await text(first)).toEqual({ echo: { id: 1 } })
    second.send('{"id":2}')
    expect(await text(second)).toEqual({ echo: { id: 2 } })
    expect(received).toEqual([{ id: 1 }, { id: 2 }])
    expect(ports).toHaveLength(2)
  })
  test('are refused without a session, from another origin or host, and at another path', async () => {
    const cookie = await enter()
    await expect(socket('')).rejects.toThrow('403')
    await expect(socket(cookie.replace(/=.*/, '=guess'))).rejects.toThrow('403')
    await expect(socket(cookie, 'http://evil.example')).rejects.toThrow('403')
    await expect(socket(cookie, `http://127.0.0.1:${server.port + 1}`)).rejects.toThrow('403')
    await expect(socket(cookie, own(), '/other')).rejects.toThrow('404')
    const noOrigin = new WebSocket(`ws://127.0.0.1:${server.port}/port`, { headers: { cookie } })
    await expect(once(noOrigin, 'open')).rejects.toThrow('403')
    const rebound = new WebSocket(`ws://127.0.0.1:${server.port}/port`, {
      headers: { cookie, host: `evil.example:${server.port}` },
      origin: `http://evil.example:${server.port}`,
    })
    await expect(once(rebound, 'open')).rejects.toThrow('403')
    expect(ports).toHaveLength(0)
  })
  test('refuse what is no JSON and go on', async () => {
    const tab = await socket(await enter())
    tab.send('{')
    expect(await text(tab)).toMatchObject({ type: 'refusal', id: null })
    tab.send(Buffer.from('{}'), { binary: true })
    expect(await text(tab)).toMatchObject({ type: 'refusal', id: null })
    tab.send('{"id":3}')
    expect(await text(tab)).toEqual({ echo: { id: 3 } })
  })
  test('refuse a message that is too large by its size, then close', async () => {
    const tab = await socket(await enter())
    const closed = once(tab, 'close')
    tab.send(JSON.stringify('x'.repeat(maxRequestBytes)))
    expect(JSON.stringify(await text(tab))).toContain(`${maxRequestBytes + 2} bytes is too large`)
    expect((await closed)[0]).toBe(1009)
    expect(received).toEqual([])
  })
  test('close on a message too large to be read at all', async () => {
    const tab = await socket(await enter())
    const portClosed = new Promise<void>((resolve) => ports[0]?.onClose(resolve))
    const closed = once(tab, 'close')
    tab.send('x'.repeat(maxPayloadBytes + 1))
    expect((await closed)[0]).toBe(1009)
    await portClosed
  })
  test('tell the lab when the tab has gone, and the tab when the lab closes', async () => {
    const tab = await socket(await enter())
    const portClosed = new Promise<void>((resolve) => ports[0]?.onClose(resolve))
    tab.terminate()
    await portClosed
    ports[0]?.post({ lost: true })
    const other = await socket(await enter())
    const closed = once(other, 'close')
    ports[1]?.close()
    expect((await closed)[0]).toBe(1001)
  })
})

test('through a forwarded port the page and its socket are served, by the same address', async () => {
  const forward = createTcpServer((near) => {
    const far = connectTcp(server.port, '127.0.0.1')
    for (const side of [near, far]) side.on('error', () => undefined)
    near.pipe(far).pipe(near)
  }).listen(0, '127.0.0.1')
  await once(forward, 'listening')
  const { port } = forward.address() as AddressInfo
  const there = server.address().replace(String(server.port), String(port))
  const entry = await fetch(there, { redirect: 'manual' })
  const cookie = entry.headers.get('set-cookie')?.split(';')[0] ?? ''
  const origin = `http://127.0.0.1:${port}`
  expect((await fetch(origin, { headers: { cookie } })).status).toBe(200)
  const tab = new WebSocket(`ws://127.0.0.1:${port}/port`, { headers: { cookie }, origin })
  await once(tab, 'open')
  tab.send('{"id":1}')
  expect(await text(tab)).toEqual({ echo: { id: 1 } })
  tab.terminate()
  forward.close()
})

describe('connections', () => {
  /** A connection that never says what it wants; what it holds open is counted. */
  const halfOpen = async (said: string): Promise<Socket> => {
    const opened = connectTcp(server.port, '127.0.0.1')
    opened.on('error', () => undefined)
    await once(opened, 'connect')
    opened.write(said)
    return opened
  }

  test('1 200 half-open ones without a session keep neither the page out nor their places', async () => {
    const cookie = await enter()
    let closed = 0
    let wake: () => void = () => undefined
    const all: Socket[] = []
    for (let count = 0; count < 1200; count++) {
      const one = await halfOpen(count % 2 === 0 ? '' : 'GET / HTTP/1.1\r\nHost: 127')
      one.on('close', () => {
        closed++
        wake()
      })
      all.push(one)
    }
    const page = await fetch(own(), { headers: { cookie } })
    expect(page.status).toBe(200)
    const tab = await socket(cookie)
    tab.send('{"id":1}')
    expect(await text(tab)).toEqual({ echo: { id: 1 } })
    while (closed < 1200 - 64) await new Promise<void>((resolve) => (wake = resolve))
    // What has shown its session is not pushed out by those that come later.
    for (let count = 0; count < 100; count++) all.push(await halfOpen(''))
    tab.send('{"id":2}')
    expect(await text(tab)).toEqual({ echo: { id: 2 } })
    for (const one of all) one.destroy()
  })
  test('one that does not say in time what it wants is closed, and a denied one is too', async () => {
    const impatient = await startPageServer({ files, port: 0, connect: () => undefined, patience: 100 })
    const one = connectTcp(impatient.port, '127.0.0.1')
    one.write('GET / HTTP/1.1\r\nHost: 127')
    const denied = connectTcp({ port: impatient.port, host: '127.0.0.1', allowHalfOpen: true })
    denied.write('GET /port HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    for (const each of [one, denied]) each.on('error', () => undefined).resume()
    await Promise.all([once(one, 'close'), once(denied, 'end')])
    await impatient.close()
    denied.destroy()
  })
  test('a session holds so many sockets and no more; one that closes makes room', async () => {
    const cookie = await enter()
    const tabs = await Promise.all(Array.from({ length: maxSockets }, () => socket(cookie)))
    await expect(socket(cookie)).rejects.toThrow('503')
    expect(await (await fetch(own(), { headers: { cookie } })).text()).toContain('close some of its tabs')
    const gone = new Promise<void>((resolve) => ports[0]?.onClose(resolve))
    tabs[0]?.close()
    await gone
    tabs.push(await socket(cookie))
    for (const tab of tabs) tab.terminate()
  })
})
