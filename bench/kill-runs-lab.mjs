/**
 * A lab that is driven over its standard input: each line is a message of contract/messages.ts to its port, and each
 * line that it prints one from there. It is the process that bench/kill-runs.mjs kills.
 */
import { createInterface } from 'node:readline'
import { memoryPorts } from '#contract/memory-port.ts'
import { chromiumPrinting } from '#host/print/chromium.ts'
import { createLab } from '#main/lab.ts'
import { forkFrom } from '#processes/fork.ts'

const lab = await createLab({
  home: process.env.LAB182_HOME ?? '',
  host: 'test',
  startProcess: forkFrom(new URL('.', import.meta.url)),
  printing: chromiumPrinting,
})
const [near, far] = memoryPorts()
near.onMessage((message) => void process.stdout.write(`${JSON.stringify(message)}\n`))
lab.connect(far)
createInterface({ input: process.stdin })
  .on('line', (line) => near.post(JSON.parse(line)))
  .on('close', () => void lab.close().then(() => process.exit(0)))
