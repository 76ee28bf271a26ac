/** Printing in Electron: a hidden, sandboxed window that shows the static document and nothing else. */
import { BrowserWindow, type PrintToPDFOptions, type WebPreferences } from 'electron'
import { printerOn, showDocument, type DevTools } from '#host/print/devtools.ts'
import { Patience } from '#host/print/patience.ts'
import type { Printing } from '#worksheet/printer.ts'

/** No preload: the document has nothing to ask of the lab, and its own policy lets no script run. */
const preferences: WebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  // Hidden windows are drawn late or never otherwise.
  backgroundThrottling: false,
}

const asPrinted: PrintToPDFOptions = {
  preferCSSPageSize: true,
  printBackground: true,
  displayHeaderFooter: false,
  generateTaggedPDF: true,
  generateDocumentOutline: true,
}

/** Hidden windows that print; none of them is the lab's. */
const printing = new WeakSet<BrowserWindow>()
export const isPrinting = (window: BrowserWindow): boolean => printing.has(window)

/** Milliseconds in which the window must answer; a hundred pages take a few seconds. */
const patience = 120_000

export const electronPrinting: Printing = {
  problem: () => null,
  async open() {
    const window = new BrowserWindow({ show: false, width: 960, height: 800, webPreferences: preferences })
    printing.add(window)
    const { webContents } = window
    const waiting = new Patience(patience)
    let isDestroyed = false
    const destroy = (): void => {
      if (!isDestroyed) window.destroy()
      isDestroyed = true
    }
    /** Asks the window; rejects with a sentence, also where it has gone or does not answer. */
    const ask = async <T>(question: () => Promise<T>): Promise<T> => {
      try {
        return await waiting.of(question)
      } catch (error) {
        throw new Error(`The hidden window could not print: ${reasonOf(error)}.`, { cause: error })
      }
    }
    webContents.once('render-process-gone', (_event, { reason }) => {
      waiting.fail(new Error(`its process has ended (${reason})`))
      destroy()
    })
    window.once('closed', () => {
      isDestroyed = true
      waiting.fail(new Error('it was closed'))
    })
    try {
      await ask(() => window.loadURL('about:blank'))
      webContents.debugger.attach('1.3')
    } catch (error) {
      destroy()
      throw error
    }
    const devtools: DevTools = {
      send: (method, params): Promise<unknown> => ask(() => webContents.debugger.sendCommand(method, params)),
    }
    const printer = printerOn(devtools, () => {
      waiting.fail(new Error('it was closed'))
      destroy()
      return Promise.resolve()
    })
    return {
      ...printer,
      pdf: async (html) => {
        await showDocument(devtools, html)
        return ask(() => webContents.printToPDF(asPrinted))
      },
    }
  },
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
