import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { endWithLab } from './end-with-lab.ts'
import type { ProcessEntry, StartOptions, StartProcess } from './link.ts'

/** Starts the built `<entry>.js` in `folder` with Node's fork; typed arrays travel as they are. */
export function forkFrom(folder: URL): StartProcess {
  return (entry: ProcessEntry, { env, onComplaint }: StartOptions = {}) => {
    const child = fork(fileURLToPath(new URL(`${entry}.js`, folder)), [], {
      serialization: 'advanced',
      // None of this process's own, and no source maps: reading them takes a fifth of the start, and the files are readable.
      execArgv: [],
      stdio: ['ignore', 'ignore', onComplaint ? 'pipe' : 'inherit', 'ipc'],
      ...(env === undefined ? {} : { env: { ...process.env, ...env } }),
      // A group of its own: Ctrl-C and the end of a terminal would end a child that has not begun to handle them yet,
      // and its run would be recorded as failed. The lab hears them and stops its children in order. On Windows this
      // would open a console window, and there are no groups.
      detached: process.platform !== 'win32',
    })
    if (onComplaint) child.stderr?.setEncoding('utf8').on('data', onComplaint)
    child.once('exit', endWithLab(child.pid))
    // A message to a child that has just gone is lost; its exit says so.
    child.on('error', () => undefined)
    return {
      pid: child.pid,
      post: (message) => {
        if (child.connected) child.send(message as object, () => undefined)
      },
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => {
        let hasEnded = false
        const end = (description: string, code: number | null): void => {
          if (hasEnded) return
          hasEnded = true
          listener(description, code)
        }
        child.once('exit', (code, signal) =>
          end(signal ? `ended by signal ${signal}` : `ended with code ${code}`, code),
        )
        child.once('error', (error) => end(`could not be started: ${error.message}`, null))
      },
      kill: () => void child.kill('SIGKILL'),
    }
  }
}
