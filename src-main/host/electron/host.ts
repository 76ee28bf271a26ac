import { app, BrowserWindow, dialog, ipcMain, protocol, session, utilityProcess } from 'electron'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LabEvent } from '#contract/messages.ts'
import { prepareHome } from '#host/home-folder.ts'
import { labFailed } from '#host/launch/flags.mjs'
import { readPageFiles } from '#host/page-files.ts'
import { createLab, type Lab } from '#main/lab.ts'
import { homeProblem } from '#storage/home-version.ts'
import { answerPageRequest, pagePrivileges } from './app-protocol.ts'
import { setMenu } from './menu.ts'
import { connectPage } from './port.ts'
import { electronPrinting, isPrinting } from './printing.ts'
import { confineContents, confineSession, pageScheme } from './security.ts'
import { utilityProcessFrom } from './start-process.ts'
import { startTerminal } from './terminal.ts'
import { createWindow, loadPage } from './window.ts'
import { isCommand, openedFiles } from './words.ts'

/** Milliseconds the lab is given to write its runs down before the program ends all the same. */
const closingTime = 5000

/** Closes the lab before the program ends, whichever way it is asked to. */
function closeBeforeQuit(lab: Lab): void {
  let isClosed = false
  let isClosing = false
  app.on('before-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    if (isClosing) return
    isClosing = true
    const late = new Promise<void>((resolve) => setTimeout(resolve, closingTime))
    const done = (): void => {
      isClosed = true
      app.quit()
    }
    Promise.race([lab.close(), late]).then(done, done)
  })
}

/** Says why the lab cannot start, to whoever started it from a terminal and to whoever did not. */
function fail(error: unknown): void {
  const why = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${why}\n`)
  dialog.showErrorBox('Lab 182 cannot start', why)
  app.exit(labFailed)
}

function showOnlyWindow(open: () => void): void {
  const window = BrowserWindow.getAllWindows().find((each) => !isPrinting(each))
  if (!window) return open()
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** Opens the lab and its window; resolves with what opens a replay file in it. */
async function run(main: URL, home: string, own: string): Promise<(path: string) => void> {
  const files = await readPageFiles(fileURLToPath(new URL('../renderer', main)))
  protocol.handle(pageScheme, (request) => answerPageRequest(request, files))
  confineSession(session.defaultSession)
  let tellPage: (event: LabEvent) => void = () => undefined
  setMenu(home, (command) => tellPage({ type: 'menu.command', command }))
  const startProcess = utilityProcessFrom(main, utilityProcess)
  const lab = await createLab({ home, host: 'electron', startProcess, printing: electronPrinting })
  closeBeforeQuit(lab)

  const paths = {
    preload: fileURLToPath(new URL('../preload/preload.cjs', main)),
    icon: fileURLToPath(new URL('../../resources/icon.png', main)),
    state: join(own, 'window.json'),
  }
  const open = (): void => {
    const window = createWindow(paths)
    tellPage = connectPage(window.webContents, ipcMain, (port) => lab.connect(port))
    loadPage(window).then(
      () => process.send?.('window.opened'),
      (error: unknown) => dialog.showErrorBox('Lab 182', `The page could not be loaded: ${String(error)}`),
    )
  }
  const openFile = (path: string): void => {
    showOnlyWindow(open)
    void lab.openFile(path)
  }
  app.on('second-instance', (_event, words, folder) => {
    showOnlyWindow(open)
    for (const path of openedFiles(words.slice(1), folder)) openFile(path)
  })
  app.on('activate', () => showOnlyWindow(open))
  open()
  return openFile
}

/**
 * Starts the lab in Electron. `main` is the address of the folder of the built entry. What must be said before
 * Electron is ready is said here; the rest happens afterwards, without a top-level await, which would keep
 * Electron from ever becoming ready (https://github.com/electron/electron/issues/40719).
 */
export function startElectron(main: URL): void {
  // The terminal that started the lab may be closed before its window is.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  // Only the installed program is called by its name; in the repository "lab" does this without Electron.
  const words = app.isPackaged ? process.argv.slice(1) : []
  if (isCommand(words)) return startTerminal(main, words)
  let home: string
  try {
    // The lock of the single instance lies there, so labs with different homes do not disturb each other.
    home = prepareHome()
  } catch (error) {
    return fail(error)
  }
  // Chromium's files of a folder that a newer lab wrote may be of a newer Chromium: they stay as they are.
  const own = homeProblem(home) === null ? home : mkdtempSync(join(tmpdir(), 'lab182-window-'))
  app.setPath('userData', home)
  app.setPath('sessionData', join(own, 'electron'))
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([pagePrivileges])
  app.on('web-contents-created', (_event, contents) => confineContents(contents))
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  if (!app.requestSingleInstanceLock()) return app.quit()

  const running = app.whenReady().then(() => run(main, home, own))
  running.catch(fail)
  const openFile = (path: string): void =>
    void running.then(
      (open) => open(path),
      () => undefined, // it has been told
    )
  for (const path of openedFiles(words, process.cwd())) openFile(path)
  // macOS does not name the file among the words, and asks before the program is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault()
    openFile(path)
  })
}
