/**
 * Enough of Electron's API for the built entry to run in plain Node. Every call is recorded; events and requests
 * are played in by the test over this process's IPC channel (see play.mjs).
 */
import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import { record, recording } from './record.mjs'

// In a packaged program the words follow its name at once.
if (process.env.STUB_PACKAGED === '1') process.argv.splice(1, 1)

const handlers = {}
const keep = (name) => (handler) => {
  record(name)
  handlers[name] = handler
}
/** Whether the window's page is shown by the test (window.ts); else it is only fetched. */
const isSeen = process.env.STUB_WINDOW === '1'
export const frameAt = (url) => ({ url, isDestroyed: () => false })
export const stub = { handlers, windows: [], loaded: () => undefined }

// As in Electron, never while the entry itself is still being evaluated, however slow the machine is.
let ready = null
const whenReady = () =>
  (ready ??= new Promise((resolve) => setImmediate(resolve)).then(() => record('ready')))
export const app = Object.assign(new EventEmitter(), {
  ...recording('app', [
    'setPath',
    'enableSandbox',
    'setName',
    'setAppUserModelId',
    'disableHardwareAcceleration',
  ]),
  isPackaged: process.env.STUB_PACKAGED === '1',
  commandLine: recording('commandLine', ['appendSwitch']),
  exit: (code) => {
    record('app.exit', code)
    process.exit(code)
  },
  whenReady,
  getVersion: () => '0.0.0-stub',
  requestSingleInstanceLock: () => {
    record('app.requestSingleInstanceLock')
    return process.env.STUB_SECOND_INSTANCE !== '1'
  },
  quit: () => {
    record('app.quit')
    let isHeld = false
    app.emit('before-quit', { preventDefault: () => (isHeld = true) })
    if (!isHeld) process.exit(0)
  },
})

export const protocol = {
  ...recording('protocol', ['registerSchemesAsPrivileged']),
  handle: (scheme, handler) => {
    record('protocol.handle', scheme)
    handlers.protocol = handler
  },
}

const defaultSession = Object.assign(new EventEmitter(), {
  setPermissionRequestHandler: keep('session.setPermissionRequestHandler'),
  setPermissionCheckHandler: keep('session.setPermissionCheckHandler'),
  setDevicePermissionHandler: keep('session.setDevicePermissionHandler'),
  setDisplayMediaRequestHandler: keep('session.setDisplayMediaRequestHandler'),
  webRequest: { onBeforeRequest: keep('session.webRequest.onBeforeRequest') },
})
export const session = { defaultSession }

export const ipcMain = new EventEmitter()

/** What Electron's own engine would do for a hidden window, a Chromium does: CHROME_PATH, or Playwright's. */
class Engine {
  #opened = null
  async #open() {
    const { chromium } = await import('@playwright/test')
    const browser = await chromium.launch({
      args: ['--no-sandbox'],
      ...(process.env.CHROME_PATH ? { executablePath: process.env.CHROME_PATH } : {}),
    })
    const page = await browser.newPage()
    return { browser, session: await page.context().newCDPSession(page) }
  }
  async send(method, params) {
    return (await (this.#opened ??= this.#open())).session.send(method, params)
  }
  async close() {
    await (await this.#opened)?.browser.close()
  }
}

class WebContents extends EventEmitter {
  engine = new Engine()
  debugger = {
    attach: (version) => record('debugger.attach', version),
    sendCommand: (method, params) => {
      record('debugger.sendCommand', method)
      return this.engine.send(method, params)
    },
  }
  async printToPDF(options) {
    record('contents.printToPDF', options)
    if (process.env.STUB_PRINTING_ENDS === '1') {
      setImmediate(() => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 }))
      return new Promise(() => undefined)
    }
    const { data } = await this.engine.send('Page.printToPDF', options)
    return Buffer.from(data, 'base64')
  }

  mainFrame = frameAt('about:blank')
  setWindowOpenHandler = keep('contents.setWindowOpenHandler')
  isDestroyed() {
    return false
  }
  send(channel, text) {
    process.send({ toPage: { channel, text } })
  }
  reload() {
    record('contents.reload')
    if (isSeen) return void process.send({ window: { reload: true } })
    this.emit('did-navigate', {}, this.mainFrame.url)
  }
}

export class BrowserWindow extends EventEmitter {
  static getAllWindows() {
    return stub.windows
  }
  webContents = new WebContents()
  constructor(options) {
    super()
    record('BrowserWindow', options)
    stub.windows.push(this)
    Object.assign(this, recording('window', ['show', 'focus', 'maximize', 'restore']))
    app.emit('web-contents-created', {}, this.webContents)
  }
  isMinimized() {
    return false
  }
  destroy() {
    record('window.destroy')
    stub.windows.splice(stub.windows.indexOf(this), 1)
    void this.webContents.engine.close()
  }
  isMaximized() {
    return false
  }
  getNormalBounds() {
    return { x: 10, y: 20, width: 1000, height: 700 }
  }
  async loadURL(url) {
    record('window.loadURL', url)
    if (url === 'about:blank') return
    if (isSeen) return this.#loadSeen(url)
    const response = await handlers.protocol({ url, method: 'GET' })
    if (!response.ok) throw new Error(`ERR_FAILED ${response.status}`)
    this.webContents.mainFrame = frameAt(url)
    this.webContents.emit('did-navigate', {}, url)
    this.emit('ready-to-show')
  }
  /** The test shows the page in a Chromium and plays "navigated" and "loaded". */
  async #loadSeen(url) {
    const loaded = new Promise((resolve) => (stub.loaded = resolve))
    process.send({ window: { load: url } })
    await loaded
    this.emit('ready-to-show')
  }
}

export const Menu = {
  buildFromTemplate: (template) => {
    record('Menu.buildFromTemplate', template)
    return template
  },
  setApplicationMenu: (menu) => {
    record('Menu.setApplicationMenu')
    stub.menu = menu
  },
}
export const dialog = recording('dialog', ['showErrorBox'], {
  showMessageBox: async (options) => {
    record('dialog.showMessageBox', options)
    return { response: 1 }
  },
})
export const clipboard = recording('clipboard', ['writeText'])
export const shell = recording('shell', ['openPath', 'openExternal'])
export const nativeTheme = { shouldUseDarkColors: true }
const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }
export const screen = { getPrimaryDisplay: () => display, getAllDisplays: () => [display] }

const shim = fileURLToPath(new URL('./parent-port.mjs', import.meta.url))
export const utilityProcess = {
  fork: (path, args, options) => {
    record('utilityProcess.fork', path, args, options)
    const child = fork(path, args, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: ['--import', shim, ...(options.execArgv ?? [])],
    })
    const utility = Object.assign(new EventEmitter(), {
      pid: child.pid,
      postMessage: (message) => child.connected && child.send(message, () => undefined),
      kill: () => child.kill('SIGTERM'),
    })
    child.on('message', (message) => utility.emit('message', message))
    child.on('exit', (code, signal) => {
      utility.pid = undefined
      utility.emit('exit', code ?? (signal === 'SIGKILL' ? 9 : 15))
    })
    child.on('error', () => undefined)
    return utility
  },
}

await import('./play.mjs')
