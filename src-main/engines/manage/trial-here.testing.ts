import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ChildLink } from '#processes/link.ts'

/** The process that tries TensorFlow's library, by a probe that prints what it found. */
export function trialHere(probe: URL): ChildLink {
  let toParent: (message: unknown) => void = () => undefined
  let exited: (how: string, code: number | null) => void = () => undefined
  return {
    pid: undefined,
    post: () =>
      void execFile(process.execPath, [fileURLToPath(probe)], (error, printed) => {
        if (error) exited(`ended with code ${error.code}`, null)
        else toParent(JSON.parse(printed))
      }),
    onMessage: (listener) => void (toParent = listener),
    onExit: (listener) => void (exited = listener),
    kill: () => undefined,
  }
}
