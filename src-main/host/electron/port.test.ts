import { EventEmitter } from 'node:events'
import type { IpcMain, WebContents } from 'electron'
import { beforeEach, expect, test } from 'vitest'
import { maxRequestBytes } from '#contract/messages.ts'
import type { Port } from '#contract/port.ts'
import { maxSentBytes } from '#host/wire.ts'
import { connectPage } from './port.ts'

const frame = (url = 'app://lab/') => ({ url, isDestroyed: () => false })

class FakePage extends EventEmitter {
  mainFrame = frame()
  sent: unknown[] = []
  isDestroyed(): boolean {
    return false
  }
  send(_channel: string, text: string): void {
    this.sent.push(JSON.parse(text))
  }
}

let page: FakePage
let ipcMain: EventEmitter
let connected: { port: Port; received: unknown[]; isClosed: boolean }[]
beforeEach(() => {
  page = new FakePage()
  ipcMain = new EventEmitter()
  connected = []
  connectPage(page as unknown as WebContents, ipcMain as unknown as IpcMain, (port) => {
    const entry = { port, received: [] as unknown[], isClosed: false }
    port.onMessage((message) => entry.received.push(message))
    port.onClose(() => (entry.isClosed = true))
    connected.push(entry)
  })
  page.emit('did-navigate')
})
const say = (text: unknown, over: object = {}) =>
  ipcMain.emit('lab', { sender: page, senderFrame: page.mainFrame, ...over }, text)

test("carries the page's messages to the lab and back", () => {
  say('{"id":1}')
  expect(connected[0]?.received).toEqual([{ id: 1 }])
  connected[0]?.port.post({ ok: true })
  expect(page.sent).toEqual([{ ok: true }])
})
test('drops what comes from any other frame, page or address', () => {
  say('{"id":1}', { sender: new FakePage() })
  say('{"id":1}', { senderFrame: frame() })
  say('{"id":1}', { senderFrame: null })
  page.mainFrame = frame('https://example.com/')
  say('{"id":1}')
  page.mainFrame = { url: 'app://lab/', isDestroyed: () => true }
  say('{"id":1}')
  expect(connected[0]?.received).toEqual([])
  expect(page.sent).toEqual([])
})
test('refuses what is no text, no JSON or too large, by name', () => {
  say({ id: 1 })
  say('{')
  say(JSON.stringify('x'.repeat(maxRequestBytes)))
  expect(connected[0]?.received).toEqual([])
  expect(page.sent.map((message) => (message as { type: string }).type)).toEqual([
    'refusal',
    'refusal',
    'refusal',
  ])
  expect(JSON.stringify(page.sent[2])).toContain('too large')
})
test('refuses whatever a structured clone can carry that is no text', () => {
  const looped: unknown[] = []
  looped.push(looped)
  let nested: unknown = 1
  for (let level = 0; level < 100_000; level++) nested = [nested]
  for (const value of [looped, nested, 1n, new Float64Array(1e6), new Map(), new Date(), undefined])
    say(value)
  say('['.repeat(5_000) + ']'.repeat(5_000))
  expect(connected[0]?.received).toEqual([])
  expect(page.sent).toHaveLength(8)
})
test('what cannot be sent is an error to who sends it, and the port goes on', () => {
  const [entry] = connected
  expect(() => entry?.port.post(1n)).toThrow()
  expect(() => entry?.port.post('x'.repeat(maxSentBytes))).toThrow(/at most/)
  entry?.port.post({ ok: true })
  expect(page.sent).toEqual([{ ok: true }])
})
test('a reload ends the old port and opens a new one', () => {
  page.emit('did-navigate')
  expect(connected.map((entry) => entry.isClosed)).toEqual([true, false])
  say('{"id":2}')
  expect(connected.map((entry) => entry.received)).toEqual([[], [{ id: 2 }]])
  connected[0]?.port.post({ stale: true })
  expect(page.sent).toEqual([])
})
test('a crash or the end of the window closes the port, and nothing listens on', () => {
  page.emit('render-process-gone')
  expect(connected[0]?.isClosed).toBe(true)
  page.emit('did-navigate')
  page.emit('destroyed')
  expect(connected[1]?.isClosed).toBe(true)
  expect(ipcMain.listenerCount('lab')).toBe(0)
})
