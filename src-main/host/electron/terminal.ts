import { app, utilityProcess } from 'electron'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasDisplay } from '#host/launch/flags.mjs'
import { runTerminal } from '#host/terminal/terminal-host.ts'
import { electronPrinting } from './printing.ts'
import { utilityProcessFrom } from './start-process.ts'

/** Carries out a command of the terminal in the installed program, without a window, and ends with its exit code. */
export function startTerminal(main: URL, words: readonly string[]): void {
  // A window on the same home may be open, and Chromium's own files are for one process.
  const session = mkdtempSync(join(tmpdir(), 'lab182-session-'))
  app.setPath('sessionData', session)
  app.enableSandbox()
  app.disableHardwareAcceleration()
  app.dock?.hide()
  if (!hasDisplay(process.platform, process.env)) app.commandLine.appendSwitch('ozone-platform', 'headless')
  // The window that prints comes and goes.
  app.on('window-all-closed', () => undefined)
  const startProcess = utilityProcessFrom(main, utilityProcess)
  void app
    .whenReady()
    .then(() => runTerminal(words, { startProcess, printing: electronPrinting }))
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
      return 1
    })
    .then((code) => {
      rmSync(session, { recursive: true, force: true })
      // What was printed to a pipe may still be on its way.
      process.stdout.write('', () => app.exit(code))
    })
}
