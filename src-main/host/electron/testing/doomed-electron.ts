/** For tests: `node doomed-electron.js HOW SHIM` starts a child as the lab does in Electron's main process. */
import { fork } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import type { UtilityProcess } from 'electron'
import { utilityProcessFrom } from '../start-process.ts'

const [, , how, shim = ''] = process.argv
/** A forked process behind the parent port of the stand-in for Electron. */
const utilityProcess = {
  fork: (path: string) => {
    const child = fork(path, [], {
      serialization: 'advanced',
      execArgv: ['--import', pathToFileURL(shim).href],
    })
    return Object.assign(child, {
      postMessage: (message: string) => child.send(message),
    }) as unknown as UtilityProcess
  },
}
utilityProcessFrom(new URL('.', import.meta.url), utilityProcess)('trainer').post(how)
