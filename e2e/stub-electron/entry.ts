import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Port } from '../../src-main/contract/port.ts'

const built = (path: string): string => fileURLToPath(new URL(`../../out/${path}`, import.meta.url))
const register = new URL('./register.mjs', import.meta.url).href

/** The text of a function of `electron` that runs the built preload as a sandboxed window would, here or in a page. */
export const preloadFunction = (): string => `((electron) => {
  const require = (name) => {
    if (name === 'electron') return electron
    throw new Error('A sandboxed preload cannot require "' + name + '".')
  }
  const module = { exports: {} }
  ;((require, module, exports) => {
${readFileSync(built('preload/preload.cjs'), 'utf8')}
  })(require, module, module.exports)
})`

export interface Call {
  readonly name: string
  readonly args: readonly unknown[]
}
interface FromStub {
  readonly id?: number
  readonly result?: unknown
  readonly problem?: string
  readonly toPage?: { readonly channel: string; readonly text: string }
  readonly window?: WindowRequest
}
/** What a window that the test shows is to do. */
export type WindowRequest = { readonly load: string } | { readonly reload: true }
type Deliver = (channel: string, text: string) => void

/** The built Electron entry in a process of plain Node, with the stub in place of Electron. */
export class StubbedEntry {
  readonly process: ChildProcess
  readonly exited: Promise<number | null>
  /** Resolves when the entry says that its window shows the page. */
  readonly opened: Promise<void>
  errors = ''
  private nextId = 1
  private readonly waiting = new Map<number, (message: FromStub) => void>()
  toPage: Deliver = () => undefined
  onWindow: (request: WindowRequest) => void = () => undefined

  /** `words`: what a packaged program is started with. */
  constructor(home: string, env: Readonly<Record<string, string>> = {}, words: readonly string[] = []) {
    this.process = fork(built('main/index.js'), words, {
      execArgv: ['--import', register],
      env: { ...process.env, LAB182_HOME: home, ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.errors += text))
    this.exited = once(this.process, 'exit').then(([code]) => code as number | null)
    let open: () => void
    this.opened = new Promise((resolve) => (open = resolve))
    this.process.on('message', (message: FromStub | 'window.opened') => {
      if (message === 'window.opened') return open()
      if (message.window) return this.onWindow(message.window)
      if (message.toPage) return this.toPage(message.toPage.channel, message.toPage.text)
      const answer = message.id === undefined ? undefined : this.waiting.get(message.id)
      answer?.(message)
    })
  }

  /** Plays one command of play.mjs. */
  play<T = unknown>(command: string, more: Readonly<Record<string, unknown>> = {}): Promise<T> {
    const id = this.nextId++
    return new Promise((resolve, reject) => {
      this.waiting.set(id, (message) => {
        this.waiting.delete(id)
        if (message.problem === undefined) resolve(message.result as T)
        else reject(new Error(message.problem))
      })
      this.process.send({ id, command, ...more })
    })
  }

  calls(): Promise<Call[]> {
    return this.play<Call[]>('calls')
  }

  /** Runs the built preload as a sandboxed window would, and gives back what it exposes to the page. */
  loadPreload(): { readonly exposed: Record<string, unknown>; readonly port: Port } {
    const exposed: Record<string, unknown> = {}
    const listeners = new Map<string, (event: unknown, text: string) => void>()
    const electron = {
      contextBridge: { exposeInMainWorld: (name: string, value: unknown) => (exposed[name] = value) },
      ipcRenderer: {
        on: (channel: string, listener: (event: unknown, text: string) => void) =>
          listeners.set(channel, listener),
        send: (channel: string, text: unknown) => void this.play('ipc', { channel, text }),
      },
    }
    ;(new Function(`return ${preloadFunction()}`)() as (given: typeof electron) => void)(electron)
    this.toPage = (channel, text) => listeners.get(channel)?.({}, text)
    const lab = exposed['lab'] as Pick<Port, 'post' | 'onMessage'>
    return { exposed, port: { ...lab, onClose: () => undefined, close: () => undefined } }
  }
}
