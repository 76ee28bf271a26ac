import {
  requestSchema,
  type LabDescription,
  type LabEvent,
  type Reply,
  type ReplyTo,
  type Request,
  type RequestOf,
} from '#contract/messages.ts'
import { ParamsError } from '#contract/params.ts'
import type { Port } from '#contract/port.ts'
import { bodyOf, type RunHead } from '#contract/run-head.ts'
import type { RunSummary } from '#contract/runs.ts'
import { isWriting } from '#contract/writes.ts'
import type { DataManager } from '#data/data-manager.ts'
import { DatasetError } from '#datasets/dataset-error.ts'
import { answerLab } from './answer-lab.ts'
import type { RunAll } from './run-all.ts'
import { RunError } from './run-error.ts'
import type { RunManager } from './run-manager.ts'
import { isBeside, type ServedBeside } from './served-beside.ts'
import { Watcher, type Held } from './watcher.ts'

/** A live run's progress is told about four times a second; every change of state at once. */
const progressEvery = 250
/** Characters of a refusal; it quotes what was wrong, which may be long. */
const maxRefusal = 2000

/** A run that is streamed to a port. */
interface Streamed {
  readonly watcher: Watcher
  readonly isStored: boolean
  readonly attempt: number
  stop(): void
}

/**
 * Answers one port: every message is parsed, refused by name when it is not of the contract, and answered
 * once. No message and no answer may end the lab: what cannot be handled or sent is refused in a sentence.
 * `readOnly`: why nothing may be written; whatever would write is refused with this sentence.
 * Returns what the lab calls with each telemetry reading.
 */
export function servePort(
  port: Port,
  manager: RunManager,
  data: DataManager,
  runAll: RunAll,
  describe: () => Promise<LabDescription>,
  serveBeside: (send: (event: LabEvent) => void) => ServedBeside,
  readOnly: string | null = null,
): { send: (event: LabEvent) => void } {
  /** What is streamed to this port, and how to let go of it. */
  const watchers = new Map<string, Streamed>()
  const progress = new Map<string, NodeJS.Timeout>()
  /** The last request to watch each run: while samples are read the page may ask again, let go or close. */
  const wanted = new Map<string, number>()
  const post = (message: LabEvent | Reply): void => {
    try {
      port.post(message)
    } catch (error) {
      const id = message.type === 'reply' || message.type === 'refusal' ? message.id : null
      const what = id === null ? `The event ${message.type}` : 'The answer'
      refuse(id, `${what} could not be sent: ${inWords(error)}. Request less, or delete runs.`, null)
    }
  }
  const refuse = (id: number | null, message: string, field: string | null): void => {
    try {
      port.post({ type: 'refusal', id, refusal: { message: message.slice(0, maxRefusal), field } })
    } catch {
      port.close() // a line on which not even a sentence can be sent
    }
  }
  const send = (event: LabEvent): void => post(event)
  const beside = serveBeside(send)

  const tellProgress = (id: string): void => {
    if (progress.has(id)) return
    const tell = (): void => {
      progress.delete(id)
      try {
        send({ type: 'run.changed', run: manager.head(id) })
      } catch {
        // deleted since; that was reported
      }
    }
    progress.set(id, setTimeout(tell, progressEvery))
  }
  const forget = (id: string): void => {
    clearTimeout(progress.get(id))
    progress.delete(id)
  }
  const unwatch = (id: string): void => {
    wanted.delete(id)
    watchers.get(id)?.stop()
    watchers.delete(id)
  }

  const stopListening = manager.listen({
    changed: (run) => {
      forget(run.id)
      send({ type: 'run.changed', run })
      followElsewhere(run)
      watchers.get(run.id)?.watcher.pump()
    },
    deleted: (id) => {
      forget(id)
      unwatch(id)
      send({ type: 'run.deleted', run: id })
    },
    progressed: (id) => {
      watchers.get(id)?.watcher.pump()
      tellProgress(id)
    },
    counted: (census) => send({ type: 'run.census', census }),
  })
  const stopHearingData = data.listen((datasets) => send({ type: 'dataset.progress', datasets }))
  const stopHearingAll = runAll.listen((state) => send({ type: 'runAll.changed', state }))
  port.onClose(() => {
    stopListening()
    stopHearingData()
    beside.close()
    stopHearingAll()
    for (const id of [...wanted.keys()]) unwatch(id)
    for (const id of [...progress.keys()]) forget(id)
  })

  /** Streams a run from what the page holds on; not if it has looked away, or asked again, while samples were read. */
  const stream = async (id: string, asked: number, held: (run: RunSummary) => Held): Promise<RunSummary> => {
    unwatch(id)
    wanted.set(id, asked)
    const { run, watched, isStored, giveBack } = await manager.look(id)
    if (wanted.get(id) !== asked) {
      giveBack()
      return run
    }
    const watcher = new Watcher(watched, held(run), send, () => unwatch(id))
    const stop = (): void => {
      watcher.stop()
      giveBack()
    }
    watchers.set(id, { watcher, isStored, attempt: run.attempt, stop })
    watcher.pump()
    return run
  }

  const watch = async (request: RequestOf<'run.watch'>): Promise<ReplyTo<'run.watch'>> => {
    const { id, run: runId, from, snapshots } = request
    const run = await stream(runId, id, ({ values }) => ({ samples: from, snapshots, values }))
    return { head: manager.head(runId), body: bodyOf(run) }
  }

  /** A run that another lab carries out has gone on: what is in its folder now is read and sent. */
  const followElsewhere = ({ id, attempt }: RunHead): void => {
    const known = watchers.get(id)
    const asked = wanted.get(id)
    if (!known?.isStored || known.attempt !== attempt || asked === undefined || manager.isUnderWayHere(id))
      return
    const { state } = known.watcher
    manager.library.dropSamples(id)
    stream(id, asked, () => state).catch(() => undefined) // it cannot be read any more: the page keeps what it has
  }

  const answer = async (request: Request): Promise<unknown> => {
    if (readOnly !== null && isWriting[request.type]) throw new RunError(readOnly)
    if (isBeside(request)) return beside.answer(request)
    if (request.type === 'lab.describe') return describe()
    if (request.type === 'run.watch') return watch(request)
    if (request.type === 'run.unwatch') return unwatch(request.run)
    if (request.type === 'run.ack') return watchers.get(request.run)?.watcher.acknowledge()
    return answerLab(request, manager, data, runAll)
  }

  const receive = (raw: unknown): void => {
    const request = requestSchema.safeParse(raw)
    if (!request.success) {
      const issue = request.error.issues[0]
      const field = issue?.path.join('.') || null
      const why = issue?.message ?? ''
      return refuse(idOf(raw), `The lab does not know this message (${typeOf(raw)}): ${why}.`, field)
    }
    const { id } = request.data
    answer(request.data).then(
      (result) => post({ type: 'reply', id, result: result ?? null }),
      (error: unknown) => {
        const field =
          error instanceof ParamsError || error instanceof RunError || error instanceof DatasetError
            ? error.field
            : null
        refuse(id, inWords(error), field)
      },
    )
  }
  port.onMessage((raw) => {
    try {
      receive(raw)
    } catch (error) {
      refuse(idOf(raw), `The lab could not read this message: ${inWords(error)}.`, null)
    }
  })
  return { send }
}

const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function idOf(message: unknown): number | null {
  const id = (message as { id?: unknown } | null)?.id
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null
}

function typeOf(message: unknown): string {
  const type = (message as { type?: unknown } | null)?.type
  return typeof type === 'string' ? type.slice(0, 64) : 'no type'
}
