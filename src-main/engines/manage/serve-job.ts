import type { ParentLink } from '#processes/link.ts'
import { acquire } from '../tensorflow/acquire/acquire.ts'
import { acquisitionProblem, type Amount } from '../tensorflow/acquire/acquisition.ts'
import { findInstallation, removeInstallations } from '../tensorflow/installation.ts'
import { findPackage, packageMissing } from '../tensorflow/package.ts'
import { probeInstallation, type AskTrial } from '../tensorflow/probe.ts'
import type { ProbeResult } from '../tensorflow/probe-record.ts'
import { toEngineJobSchema, type FromEngineJob, type LibraryTask } from './job-protocol.ts'

/** Milliseconds between two reports of how far a download is. */
const tellEvery = 200

/**
 * The process that installs, removes or tries TensorFlow's library, behind its line to the lab: one task, asked for by
 * `begin`. `env`: as for the command in a terminal.
 */
export function serveEngineJob(parent: ParentLink, env: Readonly<Record<string, string | undefined>>): void {
  const abort = new AbortController()
  const send = (message: FromEngineJob): void => parent.post(message)
  let tried: (result: ProbeResult) => void = () => undefined
  const ask: AskTrial = (addon, signal) =>
    new Promise((resolve, reject) => {
      tried = resolve
      signal.addEventListener('abort', () => {
        send({ type: 'give-up' })
        reject(new Error('cancelled'))
      })
      send({ type: 'try', addon })
    })
  parent.onMessage((raw) => {
    const message = toEngineJobSchema.parse(raw)
    if (message.type === 'cancel') return abort.abort(new Error('cancelled'))
    if (message.type === 'tried') return tried(message.result)
    const { home, task } = message
    carryOut(task, { home, ask, env, signal: abort.signal, send }).then(
      () => send({ type: 'ended', problem: null }),
      (error: unknown) =>
        send({ type: 'ended', problem: abort.signal.aborted ? null : problemOf(task, error) }),
    )
  })
}

interface Job {
  readonly home: string
  readonly ask: AskTrial
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  readonly send: (message: FromEngineJob) => void
}

/** Said instead of a result: a sentence for whoever asked. */
class Refusal extends Error {}

async function carryOut(task: LibraryTask, { home, ask, env, signal, send }: Job): Promise<void> {
  if (task.kind === 'remove') {
    await removeInstallations(home)
    return
  }
  const jsPackage = findPackage()
  if (jsPackage === null) throw new Refusal(packageMissing)
  if (task.kind === 'try') {
    const installation = await findInstallation(home)
    if (installation === null) throw new Refusal('TensorFlow is not installed; install it first.')
    // What it found is remembered beside the library, and stands in the engine's row.
    await probeInstallation(installation, jsPackage.version, { entry: ask, signal, isForced: true })
    return
  }
  let toldAt = -Infinity
  const progress = (amount: Amount | null): void => {
    const now = performance.now()
    if (amount !== null && now - toldAt < tellEvery && amount.bytes !== amount.total) return
    toldAt = amount === null ? -Infinity : now
    send({ type: 'amount', amount })
  }
  const say = (line: string): void => send({ type: 'says', line })
  await acquire({ home, source: task.source, jsPackage, probeEntry: ask, env, signal, say, progress })
}

function problemOf({ kind }: LibraryTask, error: unknown): string {
  if (error instanceof Refusal || kind === 'install') return acquisitionOr(error)
  const message = error instanceof Error ? error.message : String(error)
  return kind === 'remove'
    ? `TensorFlow could not be removed (${message}); close what uses it and try again.`
    : `The result of the trial could not be kept (${message}); try again.`
}

const acquisitionOr = (error: unknown): string =>
  error instanceof Refusal ? error.message : acquisitionProblem(error)
