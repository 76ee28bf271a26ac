import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/** Enough of Electron's window: what it answers is the test's. */
const asked = vi.hoisted(() => ({
  load: (): Promise<void> => Promise.resolve(),
  command: (): Promise<unknown> => Promise.resolve({}),
  destroyed: 0,
  window: null as { webContents: { emit: (name: string, ...args: unknown[]) => boolean } } | null,
}))
vi.mock('electron', () => ({
  BrowserWindow: class extends EventEmitter {
    webContents = Object.assign(new EventEmitter(), {
      debugger: { attach: () => undefined, sendCommand: () => asked.command() },
      printToPDF: () => asked.command(),
    })
    constructor() {
      super()
      asked.window = this
    }
    loadURL = (): Promise<void> => asked.load()
    destroy = (): void => void asked.destroyed++
  },
}))
const { electronPrinting } = await import('./printing.ts')
const never = <T>(): Promise<T> => new Promise(() => undefined)

beforeEach(() => {
  vi.useFakeTimers()
  Object.assign(asked, { load: () => Promise.resolve(), command: () => Promise.resolve({}), destroyed: 0 })
})
afterEach(() => void vi.useRealTimers())

describe('the hidden window that prints', () => {
  it('is given up and destroyed when it never loads', async () => {
    asked.load = never
    const refused = expect(electronPrinting.open()).rejects.toThrow(
      'The hidden window could not print: it did not answer in 2 minutes.',
    )
    await vi.advanceTimersByTimeAsync(120_000)
    await refused
    expect(asked.destroyed).toBe(1)
  })

  it('rejects what is asked, and all later, when its process ends', async () => {
    const printer = await electronPrinting.open()
    asked.command = never
    const refused = expect(printer.pdf('', 'a4')).rejects.toThrow('its process has ended (crashed).')
    asked.window?.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    await refused
    await expect(printer.pngs([])).rejects.toThrow('its process has ended (crashed).')
    await printer.close()
    expect(asked.destroyed).toBe(1)
  })

  it('rejects what takes too long, and is destroyed when it is closed', async () => {
    const printer = await electronPrinting.open()
    asked.command = never
    const refused = expect(printer.pdf('', 'a4')).rejects.toThrow('it did not answer in 2 minutes.')
    await vi.advanceTimersByTimeAsync(120_000)
    await refused
    await printer.close()
    expect(asked.destroyed).toBe(1)
  })
})
