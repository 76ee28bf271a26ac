/** Entry in plain Node: the lab, served to a browser on this machine. */
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { EntryFile } from '#host/browser/entry-file.ts'
import { openBrowser } from '#host/browser/open-browser.ts'
import { startPageServer, type PageServer } from '#host/browser/server.ts'
import { chromiumPrinting } from '#host/print/chromium.ts'
import { guardedWriter, outputProblem } from '#host/guarded-writer.ts'
import { prepareHome } from '#host/home-folder.ts'
import { hasDisplay, parseStartFlags, startHelp } from '#host/launch/flags.mjs'
import { readPageFiles } from '#host/page-files.ts'
import { forkFrom } from '#processes/fork.ts'
import { createLab, type Lab } from './lab.ts'

// The lab goes on serving its page where what it prints is read no more.
const writeError = guardedWriter(process.stderr)
const write = guardedWriter(process.stdout, (error) => {
  if (error.code !== 'EPIPE') complain(outputProblem(error))
})
const say = (line: string): void => write(`${line}\n`)
const complain = (line: string): void => writeError(`${line}\n`)
const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The first signal closes the lab, which keeps every run; a second one does not wait for it. */
function closeOnSignal(lab: Lab, server: PageServer): void {
  let isClosing = false
  const close = async (): Promise<void> => {
    if (isClosing) process.exit(130)
    isClosing = true
    say('Closing the lab; every run is kept.')
    try {
      await lab.close()
      await server.close()
      process.exit(0)
    } catch (error) {
      complain(`The lab did not close cleanly: ${inWords(error)}`)
      process.exit(1)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void close())
}

async function serve(port: number | null, isOpening: boolean): Promise<void> {
  const files = await readPageFiles(fileURLToPath(new URL('../renderer', import.meta.url)))
  const startProcess = forkFrom(new URL('.', import.meta.url))
  const lab = await createLab({
    home: prepareHome(),
    host: 'browser',
    startProcess,
    printing: chromiumPrinting,
  })
  let entry: EntryFile | null = null
  let hasEntered = false
  const server = await startPageServer({
    files,
    port,
    connect: (page) => lab.connect(page),
    onEntered: () => {
      hasEntered = true
      entry?.remove()
    },
  }).catch(async (error: unknown) => {
    await lab.close()
    throw error
  })
  closeOnSignal(lab, server)
  const address = server.address()
  say(`Lab 182: ${address}`)
  if (process.stdin.isTTY) say('Press Enter for a fresh address (each works once), Ctrl-C to stop.')
  createInterface({ input: process.stdin }).on('line', () => say(`Lab 182: ${server.address()}`))
  if (!isOpening || !hasDisplay(process.platform, process.env)) return
  try {
    entry = await openBrowser(address)
    if (hasEntered) entry.remove()
  } catch (error) {
    complain(`The browser could not be opened (${inWords(error)}); open the address above yourself.`)
  }
}

const parsed = parseStartFlags(process.argv.slice(2))
if (parsed.kind === 'help') say(startHelp)
else if (parsed.kind === 'problem') {
  complain(parsed.message)
  process.exitCode = 2
} else
  serve(parsed.flags.port, parsed.flags.isOpening).catch((error: unknown) => {
    complain(inWords(error))
    process.exit(1)
  })
