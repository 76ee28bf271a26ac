// @ts-check
/** `npm start`: builds if needed and opens the lab in a window, or serves it to the browser and says why. */
import { fileURLToPath } from 'node:url'
import { ensureBuild } from './ensure-build.mjs'
import { parseStartFlags, startHelp } from './flags.mjs'
import { openWindow } from './open-window.mjs'

const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '')

async function start() {
  const parsed = parseStartFlags(process.argv.slice(2))
  if (parsed.kind === 'help') return void process.stdout.write(startHelp)
  if (parsed.kind === 'problem') {
    console.error(parsed.message)
    process.exitCode = 2
    return
  }
  await ensureBuild(root, (line) => console.log(line))
  if (!parsed.flags.isBrowser) {
    const opened = await openWindow(root)
    if ('code' in opened) {
      process.exitCode = opened.code
      return
    }
    console.log(`No window: ${opened.why}. The lab is served to the browser instead.`)
  }
  // The server reads the same flags and lives in this process, so that Ctrl-C reaches it directly.
  await import(new URL('../../../out/main/serve.js', import.meta.url).href)
}

// Progress is no reason to end where nobody reads it any more.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

start().catch((error) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
