import type { EngineDescription } from '#contract/runs.ts'
import { chooseEngine } from '#engines/registry.ts'
import { readDefault } from '#engines/standing-default.ts'
import { trainsOf } from '#experiments/part.ts'
import { trainedSlot } from '#experiments/problems.ts'
import type { ParentLink } from '#processes/link.ts'
import { toApartSchema } from './apart-protocol.ts'
import { Crew } from './crew.ts'
import { ownContext } from './own-context.ts'
import { toTrainerSchema, type FromTrainer, type ToTrainer } from './protocol.ts'
import { ApartServer } from './serve-apart.ts'
import { Training } from './training.ts'

/** The whole trainer process behind its line to the lab: one run (`begin`), or jobs of one (`begin-apart`). */
export function serveTrainer(parent: ParentLink): void {
  let receive = (raw: unknown): void => {
    const apart = toApartSchema.safeParse(raw)
    if (apart.success && apart.data.type === 'begin-apart') {
      const server = new ApartServer(apart.data, (message) => parent.post(message))
      receive = (message) => server.receive(message)
      return
    }
    const begin = toTrainerSchema.parse(raw)
    if (begin.type === 'begin') receive = holdRun(begin, (message) => parent.post(message))
  }
  parent.onMessage((raw) => receive(raw))
}

/** Holds one run; returns what takes the lab's further messages. */
function holdRun(
  begin: Extract<ToTrainer, { type: 'begin' }>,
  send: (message: FromTrainer) => void,
): (raw: unknown) => void {
  const training = new Training(begin, send)
  const crew = new Crew(begin, (message) =>
    message.type === 'kept' ? training.sendAfterSamples(message) : send(message),
  )
  void carryOut(begin, training, crew, send)
  return (raw) => {
    const message = toTrainerSchema.parse(raw)
    if (message.type === 'apart' || message.type === 'apart.exit') crew.receive(message)
    else if (message.type !== 'begin') training.receive(message)
  }
}

async function carryOut(
  { request, home }: Extract<ToTrainer, { type: 'begin' }>,
  training: Training,
  crew: Crew,
  send: (message: FromTrainer) => void,
): Promise<void> {
  let engine: EngineDescription | null = null
  const standing = await readDefault(home)
  crew.standing = standing
  const own = ownContext(request, home, null, standing, {
    onEngine: (opened) => (engine = opened),
    onData: (data) => send({ type: 'data', ...data }),
  })
  try {
    const slot = trainedSlot(request)
    const asked = slot.ask(request.params)
    const { openEngine, ...context } = own.context()
    const opensEngine = slot.trainedBy === 'engine'
    // Opened before the run says it has started, so that what is recorded is the engine that trains.
    if (opensEngine) await openEngine(asked.network ?? undefined)
    else if (trainsOf[slot.trainedBy] === 'arrays') engine = chooseEngine(request.engine, request.device)
    send({ type: 'started', engine: engine ?? unopened(request.engine) })
    await training.run((signal) =>
      asked.train({
        ...context,
        signal,
        openEngine: opensEngine
          ? () => openEngine(asked.network ?? undefined)
          : () => Promise.reject(new Error(`For ${slot.key} this process opens no engine.`)),
        apart: (jobs, options = {}) => crew.carryOut(jobs, options, signal),
      }),
    )
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    send({ type: 'ended', status: 'failed', seconds: 0, problem })
  } finally {
    await own.close()
  }
}

/** What stands in the record until a job says which engine it opened. */
function unopened(asked: string): EngineDescription {
  return {
    name: asked,
    version: '',
    device: null,
    detail: '',
    reason: 'The jobs of this run have not opened their engine yet.',
  }
}
