/** Entry of `npm run engine:tensorflow`: fetches, tries, shows or deletes TensorFlow's native library. */
import { parseEngineCommand, runEngineCommand } from '#engines/tensorflow/command.ts'
import { downloadsOffFor } from '#contract/policy.ts'
import { readPolicy } from '#policy/policy.ts'
import { guardedWriter } from '#host/guarded-writer.ts'
import { homeFolder, prepareHome } from '#host/home-folder.ts'
import { homeProblem } from '#storage/home-version.ts'

const cancelled = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => cancelled.abort(new Error('cancelled')))
// The installation goes on where what it prints is read no more.
const complain = guardedWriter(process.stderr)
const write = guardedWriter(process.stdout)

const words = process.argv.slice(2)
try {
  const isReading = parseEngineCommand(words).kind !== 'install'
  if (!isReading && !readPolicy().isDownloadAllowed) throw new Error(downloadsOffFor('TensorFlow’s library'))
  const otherVersion = isReading ? null : homeProblem(homeFolder())
  if (otherVersion !== null) throw new Error(otherVersion)
  process.exitCode = await runEngineCommand(words, {
    home: isReading ? homeFolder() : prepareHome(),
    probeEntry: new URL('tensorflow-probe.js', import.meta.url),
    signal: cancelled.signal,
    env: process.env,
    print: (line) => write(`${line}\n`),
    progress: (line) => {
      if (process.stderr.isTTY) complain(`\r\u001b[K${line ?? ''}`)
    },
  })
} catch (error) {
  complain(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
