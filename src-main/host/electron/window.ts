import { BrowserWindow, nativeTheme, screen } from 'electron'
import { pagePreferences, pageUrl } from './security.ts'
import { placeWindow, readWindowState, smallest, writeWindowState } from './window-state.ts'

export interface WindowPaths {
  readonly preload: string
  readonly icon: string
  /** The file that keeps the window's place. */
  readonly state: string
}

/** The window of the lab, hidden until `open`: hardened, in its old place. */
export function createWindow(paths: WindowPaths): BrowserWindow {
  const state = readWindowState(paths.state)
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id)
  const areas = [primary, ...others].map((display) => display.workArea)
  const window = new BrowserWindow({
    ...placeWindow(state, areas),
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: 'Lab 182',
    icon: paths.icon,
    show: false,
    // What shows before the first paint; the page's own colours follow.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
    webPreferences: pagePreferences(paths.preload),
  })
  if (state.isMaximized) window.maximize()

  const keep = (): void =>
    writeWindowState(paths.state, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() })
  let timer: NodeJS.Timeout | undefined
  const keepSoon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(keep, 500)
  }
  window.on('resize', keepSoon)
  window.on('move', keepSoon)
  window.on('close', () => {
    clearTimeout(timer)
    keep()
  })
  window.once('ready-to-show', () => window.show())
  return window
}

/** Loads the page; resolves when it is there. A page that crashes is loaded anew, at most once in ten seconds. */
export async function loadPage(window: BrowserWindow): Promise<void> {
  let lastCrash = -Infinity
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || performance.now() - lastCrash < 10_000) return
    lastCrash = performance.now()
    window.webContents.reload()
  })
  await window.loadURL(pageUrl)
}
