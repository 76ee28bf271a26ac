/** Entry of `npm run engine:tensorflow`: fetches, tries, shows or deletes TensorFlow's native library. */
import { runEngineCommand } from '#engines/tensorflow/command.ts'
import { homeFolder, prepareHome } from '#host/home-folder.ts'

const { stdout, stderr } = process
const cancelled = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => cancelled.abort(new Error('cancelled')))

const words = process.argv.slice(2)
try {
  const isReading = words.includes('--status') || words.includes('--remove') || words.includes('--help')
  process.exitCode = await runEngineCommand(words, {
    home: isReading ? homeFolder() : prepareHome(),
    probeEntry: new URL('tensorflow-probe.js', import.meta.url),
    signal: cancelled.signal,
    env: process.env,
    print: (line) => void stdout.write(`${line}\n`),
    progress: (line) => {
      if (stderr.isTTY) stderr.write(`\r\u001b[K${line ?? ''}`)
    },
  })
} catch (error) {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
