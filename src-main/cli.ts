/** Entry in a terminal of Node: the same lab without a page. */
import { chromiumPrinting } from '#host/print/chromium.ts'
import { runTerminal } from '#host/terminal/terminal-host.ts'
import { forkFrom } from '#processes/fork.ts'

const startProcess = forkFrom(new URL('.', import.meta.url))
process.exitCode = await runTerminal(process.argv.slice(2), { startProcess, printing: chromiumPrinting })
