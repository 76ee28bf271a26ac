import type { ChildLink, StartProcess } from '#processes/link.ts'
import { serveDataJob } from '#data/serve-job.ts'
import { serveTrainer } from '#trainer/serve-trainer.ts'

/** For tests: trainers that run in this process, their messages cloned as a real process boundary would. */
export function inProcessTrainers(): {
  readonly startProcess: StartProcess
  /** Ends the newest trainer as the system would ("ended by signal SIGKILL"). */
  killNewest(): void
  /** Processes that have not ended. */
  count(): number
} {
  let alive = 0
  let newest: { end(how: string): void } | null = null
  const startProcess: StartProcess = (entry) => {
    let toChild: (message: unknown) => void = () => undefined
    let toParent: (message: unknown) => void = () => undefined
    let exited: (how: string, code: number | null) => void = () => undefined
    let isEnded = false
    const deliver = (listener: () => (message: unknown) => void, message: unknown): void => {
      const copy: unknown = structuredClone(message)
      setImmediate(() => {
        if (!isEnded) listener()(copy)
      })
    }
    const end = (how: string): void => {
      if (isEnded) return
      isEnded = true
      alive--
      toChild(entry === 'data-job' ? { type: 'cancel' } : { type: 'control', action: 'stop' })
      setImmediate(() => exited(how, null))
    }
    const serve = entry === 'data-job' ? serveDataJob : serveTrainer
    serve({
      post: (message) => deliver(() => toParent, message),
      onMessage: (listener) => (toChild = listener),
    })
    newest = { end }
    alive++
    return {
      pid: process.pid,
      post: (message) => deliver(() => toChild, message),
      onMessage: (listener) => (toParent = listener),
      onExit: (listener) => (exited = listener),
      kill: () => end('ended by signal SIGKILL'),
    } satisfies ChildLink
  }
  return { startProcess, killNewest: () => newest?.end('ended by signal SIGKILL'), count: () => alive }
}
