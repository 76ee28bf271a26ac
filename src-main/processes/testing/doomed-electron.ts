/** For tests: as doomed-parent.ts, its child with the parent port of an Electron utility process (the stand-in's). */
import { fork } from 'node:child_process'
import { fileURLToPath, pathToFileURL } from 'node:url'

const [, , how, shim = ''] = process.argv
const child = fork(fileURLToPath(new URL('trainer.js', import.meta.url)), [], {
  serialization: 'advanced',
  execArgv: ['--import', pathToFileURL(shim).href],
})
child.send(String(how))
