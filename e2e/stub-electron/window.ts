import type { Page, Route } from '@playwright/test'
import { preloadFunction, StubbedEntry } from './entry.ts'

/** The page's address in Electron, and in a Chromium, which has no scheme of the lab's own. */
const own = 'app://lab/'
const shown = 'https://lab.test/'
const ownAddress = (address: string): string => address.replace(shown, own)

/** A document of the page, and which of its messages. */
interface Place {
  readonly from: string
  readonly at: number
}
interface Sent {
  readonly command: string
  readonly more: Readonly<Record<string, unknown>>
}
interface Answer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly base64: string
}

/**
 * What Electron does before a page's own scripts: gives the preload its two modules and runs it. Both worlds are one
 * here, so this shows nothing of their isolation.
 */
const preload = (): string => `(() => {
  if (window.top !== window || location.origin + '/' !== ${JSON.stringify(shown)}) return
  const from = crypto.randomUUID()
  let sent = 0
  const send = (command, more) => void window.sendToEntry({ from, at: sent++ }, command, more)
  const listeners = new Map()
  const electron = {
    contextBridge: { exposeInMainWorld: (name, value) => Object.defineProperty(window, name, { value }) },
    ipcRenderer: {
      on: (channel, listener) => void listeners.set(channel, listener),
      send: (channel, text) => send('ipc', { channel, text }),
    },
  }
  Object.defineProperty(window, 'hearFromEntry', {
    value: (messages) => messages.forEach(({ channel, text }) => listeners.get(channel)?.({}, text)),
  })
  // Before anything that the page sends.
  send('navigated', {})
  ;${preloadFunction()}(electron)
})()`

/**
 * The window of the built Electron entry as a page of a Chromium: the entry's own answers to every request, its preload,
 * its messages, its check of who sends them. In place of Electron stands the stub.
 */
export class StubbedWindow {
  readonly entry: StubbedEntry
  private readonly page: Page
  private readonly unsent: { readonly channel: string; readonly text: string }[] = []
  private isSending = false
  /** Messages of the document so far, and those that came before their turn. */
  private heard = 0
  private readonly documents: string[] = []
  private readonly early = new Map<number, Sent>()

  private constructor(page: Page, home: string) {
    this.page = page
    this.entry = new StubbedEntry(home, { STUB_WINDOW: '1' })
  }

  /** Resolves when the entry says that its window shows the page. */
  static async open(page: Page, home: string): Promise<StubbedWindow> {
    const window = new StubbedWindow(page, home)
    const { entry } = window
    await page.route('**/*', (route) => window.answer(route))
    await page.exposeBinding('sendToEntry', ({ frame }, place: Place, command: string, more: object) => {
      const from = frame === page.mainFrame() ? 'page' : 'other frame'
      window.receive(place, { command, more: { ...more, from, url: ownAddress(frame.url()) } })
    })
    await page.addInitScript(preload())
    entry.toPage = (channel, text) => {
      window.unsent.push({ channel, text })
      void window.deliver()
    }
    entry.onWindow = (request) => {
      if ('reload' in request) return void page.reload()
      page.goto(request.load.replace(own, shown)).then(
        () => entry.play('loaded'),
        () => undefined, // the test waits for what the page shows, and says what is missing
      )
    }
    await Promise.race([
      entry.opened,
      entry.exited.then((code) => {
        throw new Error(`The entry ended with ${code}: ${entry.errors}`)
      }),
    ])
    return window
  }

  /** Quits as the menu does; resolves with the exit code. */
  async quit(): Promise<number | null> {
    await this.entry.play('quit')
    return this.entry.exited
  }

  /** What a document sends may overtake what it sent before on its way here, which it does not in Electron. */
  private receive({ from, at }: Place, message: Sent): void {
    if (!this.documents.includes(from)) {
      this.documents.push(from)
      this.heard = 0
      this.early.clear()
    }
    if (from !== this.documents.at(-1)) return // it has been left
    this.early.set(at, message)
    for (;;) {
      const next = this.early.get(this.heard)
      if (!next) return
      this.early.delete(this.heard++)
      // The window of a program that has ended is gone; this page is still there.
      if (this.entry.process.connected) void this.entry.play(next.command, next.more)
    }
  }

  private async answer(route: Route): Promise<void> {
    const { entry } = this
    const request = route.request()
    const url = ownAddress(request.url())
    const { cancel } = await entry.play<{ cancel: boolean }>('webRequest', { url })
    if (cancel) return route.abort('blockedbyclient')
    const { status, headers, base64 } = await entry.play<Answer>('request', { url, method: request.method() })
    await route.fulfill({ status, headers, body: Buffer.from(base64, 'base64') })
  }

  /** Messages in their order: those that come while some are on their way go together after them. */
  private async deliver(): Promise<void> {
    if (this.isSending) return
    this.isSending = true
    while (this.unsent.length > 0) {
      const messages = this.unsent.splice(0)
      // A page that is being left or closed hears nothing, as in Electron.
      await this.page
        .evaluate((heard) => {
          ;(window as unknown as { hearFromEntry?: (heard: unknown) => void }).hearFromEntry?.(heard)
        }, messages)
        .catch(() => undefined)
    }
    this.isSending = false
  }
}
