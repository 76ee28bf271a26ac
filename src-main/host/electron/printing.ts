/** Printing in Electron: a hidden, sandboxed window that shows the static document and nothing else. */
import { BrowserWindow, type PrintToPDFOptions, type WebPreferences } from 'electron'
import { printerOn, showDocument, type DevTools } from '#host/print/devtools.ts'
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

export const electronPrinting: Printing = {
  problem: () => null,
  async open() {
    const window = new BrowserWindow({ show: false, width: 960, height: 800, webPreferences: preferences })
    const { webContents } = window
    try {
      await window.loadURL('about:blank')
      webContents.debugger.attach('1.3')
    } catch (error) {
      window.destroy()
      throw error
    }
    const devtools: DevTools = {
      send: (method, params): Promise<unknown> => webContents.debugger.sendCommand(method, params),
    }
    const printer = printerOn(devtools, () => {
      window.destroy()
      return Promise.resolve()
    })
    return {
      ...printer,
      pdf: async (html) => {
        await showDocument(devtools, html)
        return webContents.printToPDF(asPrinted)
      },
    }
  },
}
