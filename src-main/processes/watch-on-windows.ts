import { Worker } from 'node:worker_threads'

/** Milliseconds between two looks at the parent. */
const lookEvery = 500

/** Run as a thread beside the main one. */
const source = `
  const { workerData: parent } = require('node:worker_threads')
  setInterval(() => {
    try {
      process.kill(parent, 0)
    } catch (error) {
      if (error.code === 'ESRCH') process.kill(process.pid, 'SIGKILL')
    }
  }, ${lookEvery})
`

/**
 * On Windows, ends this process within a second after its parent has gone, even while the main thread is in one long
 * native call: a thread of its own looks. Elsewhere the parent sees to it (end-with-lab.ts), and this does nothing.
 */
export function watchOnWindows(): void {
  if (process.platform !== 'win32') return
  new Worker(source, { eval: true, workerData: process.ppid, execArgv: [] }).unref()
}
