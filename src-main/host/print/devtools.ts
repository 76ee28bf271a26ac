/** The few commands of the DevTools protocol that print a page; Chromium answers them over a pipe, Electron directly. */
import { z } from 'zod'
import type { Drawing, Printer } from '#worksheet/printer.ts'

export interface DevTools {
  /** Rejects with the browser's own words. */
  send(method: string, params: Record<string, unknown>): Promise<unknown>
}

const framesSchema = z.object({ frameTree: z.object({ frame: z.object({ id: z.string() }) }) })
const dataSchema = z.object({ data: z.base64() })

/** Shows a static document in the page and waits until its faces and pictures are there. */
export async function showDocument(devtools: DevTools, html: string): Promise<void> {
  const { frameTree } = framesSchema.parse(await devtools.send('Page.getFrameTree', {}))
  await devtools.send('Page.setDocumentContent', { frameId: frameTree.frame.id, html })
  await devtools.send('Runtime.evaluate', {
    expression: `Promise.all([...document.images].map((image) => image.decode().catch(() => undefined))).then(() => document.fonts.ready).then(() => null)`,
    awaitPromise: true,
  })
}

/** The shown page as a PDF. The style sheet of the document sizes its pages. */
export async function printShown(devtools: DevTools): Promise<Uint8Array> {
  const printed = await devtools.send('Page.printToPDF', {
    preferCSSPageSize: true,
    printBackground: true,
    displayHeaderFooter: false,
    generateTaggedPDF: true,
    generateDocumentOutline: true,
  })
  return Buffer.from(dataSchema.parse(printed).data, 'base64')
}

/** Pixels of a PNG for one of CSS. */
const pngScale = 2

/** Draws all on one long page and takes a picture of each. */
export async function pictures(devtools: DevTools, drawings: readonly Drawing[]): Promise<Uint8Array[]> {
  const sheet = drawings
    .map(({ svg, width, height }) => `<div style="width:${width}px;height:${height}px">${svg}</div>`)
    .join('')
  // The faces are kilobytes that the lab starts without.
  const { textFaces } = await import('#worksheet/document/fonts.ts')
  const width = Math.max(1, ...drawings.map((each) => each.width))
  const html = `<!doctype html><meta charset="utf-8"><style>${textFaces} body{margin:0} svg{display:block}</style>${sheet}`
  const metrics = { width: Math.ceil(width), height: 800, deviceScaleFactor: pngScale, mobile: false }
  await devtools.send('Emulation.setDeviceMetricsOverride', metrics)
  await showDocument(devtools, html)
  const taken: Uint8Array[] = []
  let y = 0
  for (const drawing of drawings) {
    const shot = await devtools.send('Page.captureScreenshot', {
      format: 'png',
      captureBeyondViewport: true,
      clip: { x: 0, y, width: drawing.width, height: drawing.height, scale: 1 },
    })
    taken.push(Buffer.from(dataSchema.parse(shot).data, 'base64'))
    y += drawing.height
  }
  return taken
}

/** A printer on a page that is open. */
export const printerOn = (devtools: DevTools, close: () => Promise<void>): Printer => ({
  pdf: async (html) => {
    await showDocument(devtools, html)
    return printShown(devtools)
  },
  pngs: (drawings) => pictures(devtools, drawings),
  close,
})
