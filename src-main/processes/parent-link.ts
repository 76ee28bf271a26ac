import { keepChildManners } from './child-manners.ts'
import type { ParentLink } from './link.ts'
import { watchOnWindows } from './watch-on-windows.ts'

/** Electron's utility processes talk through `process.parentPort`; @types/node does not know it. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

/**
 * The line to the process that started this one: a utility process's parent port in Electron, the IPC channel
 * of `fork` in plain Node. When the parent goes, a forked child ends itself. Throws when there is no parent.
 */
export function openParentLink(): ParentLink {
  keepChildManners()
  const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort
  watchOnWindows()
  if (parentPort)
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', (event) => listener(event.data)),
    }
  if (!process.send)
    throw new Error('This file is started by the lab as a child process; run "npm start" instead.')
  process.on('disconnect', () => process.exit(0))
  return {
    post: (message) => {
      // A lab killed in this moment hears nothing more, and "disconnect" ends this process: no stack trace of it.
      process.send?.(message, undefined, undefined, () => undefined)
    },
    onMessage: (listener) => {
      process.on('message', listener)
    },
  }
}
