import type { ParentLink } from './link.ts'
import { watchParent } from './parent-watch.ts'

/** Electron's utility processes talk through `process.parentPort`; @types/node does not know it. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

/**
 * The line to the process that started this one: a utility process's parent port in Electron, the IPC channel
 * of `fork` in plain Node. When the parent goes, this process ends, whatever it is doing. Throws when there is no
 * parent.
 */
export function openParentLink(): ParentLink {
  const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort
  if (parentPort) {
    watchParent()
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', (event) => listener(event.data)),
    }
  }
  if (!process.send)
    throw new Error('This file is started by the lab as a child process; run "npm start" instead.')
  // `fork.ts` says who started this, so that a parent which has gone already is missed too.
  watchParent(Number(process.argv[2]) || process.ppid)
  process.on('disconnect', () => process.exit(0))
  return {
    post: (message) => {
      process.send?.(message)
    },
    onMessage: (listener) => {
      process.on('message', listener)
    },
  }
}
