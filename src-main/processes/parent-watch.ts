import { Worker } from 'node:worker_threads'

/** Milliseconds between two looks at the parent. */
const lookEvery = 500

/**
 * Run as a thread beside the main one. On Linux and macOS an orphan gets another parent, even where the dead one was
 * never waited for; on Windows the number of the parent stays and is looked up.
 */
const source = `
  const { workerData: parent } = require('node:worker_threads')
  function isGone() {
    if (process.platform !== 'win32') return process.ppid !== parent
    try {
      process.kill(parent, 0)
      return false
    } catch (error) {
      return error.code === 'ESRCH'
    }
  }
  setInterval(() => isGone() && process.kill(process.pid, 'SIGKILL'), ${lookEvery})
`

/**
 * Ends this process with SIGKILL within a second after its parent has gone, even while the main thread is in one
 * long native call and hears nothing: a thread of its own looks. `parent` is the parent's process number; without
 * it, that of the parent which is there now.
 */
export function watchParent(parent: number = process.ppid): void {
  const watch = new Worker(source, { eval: true, workerData: parent, execArgv: [] })
  watch.unref()
}
