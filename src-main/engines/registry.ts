import type { LabDescription } from '#contract/messages.ts'
import type { StandingDefault } from '#contract/engines.ts'
import type { EngineDescription } from '#contract/runs.ts'
import type { Model } from '#models/model.ts'
import { decide, isBest, offerOf, type Candidate, type Offer } from './automatic.ts'
import { EngineFailure, type Engine } from './engine.ts'
import type { EngineEntry, NetworkEngine, TryOptions } from './entry.ts'
import { onnx } from './onnx/entry.ts'
import { workOf } from './probing/step-time.ts'
import { automaticDefault, readDefault } from './standing-default.ts'
import { tensorflow } from './tensorflow/entry.ts'
import { typescript } from './typescript/entry.ts'

/** The engines of the lab. Importing the table loads nothing native. */
export const engines: readonly EngineEntry[] = [typescript, onnx, tensorflow]

const networkEngines = engines.filter((engine) => engine.trains === 'networks')
const arrayEngines = engines.filter((engine) => engine.trains === 'arrays')

/** An engine or device that does not exist or cannot be opened was asked for; the message lists those that can be. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  /** The reason without what to ask for instead. */
  readonly why: string
  constructor(message: string, { why = message, ...options }: ErrorOptions & { readonly why?: string } = {}) {
    super(message, options)
    this.why = why
  }
}

/** "auto" and these: `"auto", "onnx" or "tensorflow"`. British English has no comma before the "or". */
const choices = (names: readonly string[]): string =>
  new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(['auto', ...names].map((name) => `"${name}"`))
const namesOf = (among: readonly EngineEntry[]): string[] => among.map(({ name }) => name)

/**
 * Every engine by name: its description and devices, or the sentence that says why it cannot be opened. Loads none, so
 * that nothing native enters the process that asks. `home`: the lab's data folder.
 */
export async function listEngines(home: string): Promise<LabDescription['engines']> {
  const { candidates: offered, states } = await offerOf(networkEngines, home)
  const standing = await readDefault(home)
  const isDefault = ({ engine, usable }: Candidate): boolean =>
    engine.name === standing.engine && usable.device.id === standing.device
  const candidates = [...offered.filter(isDefault), ...offered.filter((each) => !isDefault(each))]
  return engines.map((engine) => {
    const { name, trains } = engine
    if (engine.trains === 'arrays') {
      const description = engine.describe(engine.remark)
      const devices = description.device === null ? [] : [{ device: description.device, problem: null }]
      return { name, trains, devices, isAutomatic: engine === arrayEngines[0], description, problem: null }
    }
    const state = states.get(engine)
    return {
      name,
      trains,
      devices:
        state?.kind === 'ready' ? state.devices.map(({ device, problem }) => ({ device, problem })) : [],
      isAutomatic: engine === candidates[0]?.engine,
      ...(name === standing.engine ? { defaultDevice: standing.device } : {}),
      description: candidates.find((candidate) => candidate.engine === engine)?.usable.description ?? null,
      problem: state?.kind === 'unusable' ? state.problem : null,
    }
  })
}

/**
 * The engine of a part that trains no network, for a run that asked for `requested` ("auto" or a name) and `device`
 * ("auto" or an id). Throws EngineError for every other.
 */
export function chooseEngine(requested: string, device = 'auto'): EngineDescription {
  const allowed = `Use ${choices(namesOf(arrayEngines))}.`
  const engine = requested === 'auto' ? arrayEngines[0] : arrayEngines.find(({ name }) => name === requested)
  if (!engine)
    throw new EngineError(
      namesOf(networkEngines).includes(requested)
        ? `This experiment trains no network, so the engine "${requested}" has nothing to do in it. ${allowed}`
        : `There is no engine "${requested}". ${allowed}`,
    )
  checkDevice([engine], device)
  return engine.describe(
    requested === 'auto' ? `Chosen automatically: ${engine.merit}.` : 'Requested by name.',
  )
}

/**
 * Tries the devices that have to be tried before use and were not yet, each in a process of its own; `listEngines` knows
 * the outcome then. Rejects only when cancelled. `home`: the lab's data folder.
 */
export async function tryDevices(home: string, options: TryOptions): Promise<void> {
  for (const engine of networkEngines) await engine.tryDevices?.(home, options)
}

export interface EngineOptions {
  /** "auto", or the id of a device. */
  readonly device?: string | undefined
  /** What will be trained: "auto" takes the device that is predicted to be the fastest for it. */
  readonly network?: { readonly model: Model; readonly batchSize: number }
  /** Engines of this process that are open, by engine and device: one of them is not opened again. */
  readonly opened?: Map<string, Promise<Engine>>
  /** What "auto" of both engine and device takes first; absent: nothing in particular. */
  readonly standing?: StandingDefault
  /** Threads of one operator on the CPU; absent: the engine's choice. Processes side by side share the cores by it. */
  readonly threads?: number
}

/** Characters of why the default was not used, in a run's record. */
const mostSaid = 1000

/**
 * Opens the engine that trains networks, for a run that asked for `requested` ("auto" or a name). "auto" takes the lab's
 * default, if there is one and it can be opened, and says why if not. What the request
 * leaves open is tried in the order of `decide`: a CUDA device that passed its probe, else the CPU or the GPU, whichever is
 * predicted to be faster. For trainer processes: native libraries load here. `home`: the lab's data folder. Throws EngineError with what to do when nothing opens.
 */
export async function openEngine(
  requested: string,
  home: string,
  { standing = automaticDefault, ...options }: EngineOptions = {},
): Promise<Engine> {
  const { device = 'auto' } = options
  if (requested !== 'auto' || device !== 'auto') return openRequested(requested, home, options)
  let problem = standing.problem
  if (standing.engine !== 'auto') {
    try {
      const engine = await openRequested(standing.engine, home, { ...options, device: standing.device })
      return described(engine, { reason: 'The default of this lab, chosen on the page "Engines".' })
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      problem = `The default of this lab, ${standing.engine} on the device "${standing.device}", was not used. ${error.why} The device was chosen automatically.`
    }
  }
  const engine = await openRequested(requested, home, options)
  if (problem === null) return engine
  const insteadOf = problem.slice(0, mostSaid)
  return described(engine, { reason: `${engine.description.reason} ${insteadOf}`, insteadOf })
}

async function openRequested(
  requested: string,
  home: string,
  { device = 'auto', threads, network, opened = new Map() }: Omit<EngineOptions, 'standing'>,
): Promise<Engine> {
  const isNamed = requested !== 'auto'
  const among = isNamed ? [namedNetworkEngine(requested)] : networkEngines
  checkDevice(among, device)
  const offer = await offerOf(among, home)
  const work = network && device === 'auto' ? workOf(network.model, network.batchSize) : null
  const decision = decide(offer.candidates, work)
  const candidates = decision.candidates.filter(
    ({ usable }) => device === 'auto' || usable.device.id === device,
  )
  const failures: string[] = []
  let lastError: unknown
  for (const { engine, usable } of candidates) {
    const comparison = isBest(usable.device) ? null : decision.comparison
    const reason = reasonOf({ engine, usable }, isNamed, device, comparison, [
      ...(isNamed || usable.device.kind === 'gpu' ? [] : offer.passedOver),
      ...failures,
    ])
    const key = `${engine.name} ${usable.device.id}`
    const opening =
      opened.get(key) ??
      engine.open({ home, device: usable.device, reason, ...(threads === undefined ? {} : { threads }) })
    opened.set(key, opening)
    try {
      return described(await opening, { reason })
    } catch (error) {
      opened.delete(key)
      lastError = error
      failures.push(openingProblem(engine, error))
    }
  }
  if (failures.length > 0) throw new EngineError(failures.join(' '), { cause: lastError })
  throw noneUsable(requested, device, offer)
}

function namedNetworkEngine(requested: string): NetworkEngine {
  const engine = networkEngines.find(({ name }) => name === requested)
  if (engine) return engine
  throw new EngineError(
    `${
      namesOf(arrayEngines).includes(requested)
        ? `The engine "${requested}" does not train networks.`
        : `There is no engine "${requested}".`
    } Use ${choices(namesOf(networkEngines))}.`,
  )
}

/** Throws EngineError for a device that none of these engines has on any machine. */
function checkDevice(among: readonly EngineEntry[], device: string): void {
  const ids = [...new Set(among.flatMap(({ deviceIds }) => deviceIds))]
  if (device === 'auto' || ids.includes(device)) return
  const [first, ...others] = namesOf(among)
  const who = others.length === 0 ? `The engine "${first}" has no` : 'No engine that can train this has a'
  throw new EngineError(`${who} device "${device}". Use ${choices(ids)}.`)
}

/** The engine, chosen for another reason than the one that it was opened with. */
const described = (
  engine: Engine,
  why: Pick<EngineDescription, 'reason'> & Partial<EngineDescription>,
): Engine =>
  engine.description.reason === why.reason
    ? engine
    : { ...engine, description: { ...engine.description, ...why } }

function reasonOf(
  { usable }: Candidate,
  isNamed: boolean,
  device: string,
  comparison: string | null,
  before: readonly string[],
): string {
  const compared = comparison === null ? null : `${comparison} (predicted)`
  const why = isNamed
    ? compared === null
      ? 'Requested by name.'
      : `Requested by name, its device chosen automatically. ${compared}.`
    : device === 'auto'
      ? `Chosen automatically: ${compared ?? usable.merit}.`
      : `Chosen automatically for the device "${device}".`
  return [why, ...before].join(' ')
}

/** Why nothing of what was asked for can be opened: the problem of each engine that has such a device. */
function noneUsable(requested: string, device: string, { states }: Offer): EngineError {
  const problems = [...states].flatMap(([{ deviceIds }, state]) => {
    if (device !== 'auto' && !deviceIds.includes(device)) return []
    if (state.kind === 'unusable') return [state.problem]
    return state.devices.flatMap((each) =>
      each.problem !== null && (device === 'auto' || each.device.id === device) ? [each.problem] : [],
    )
  })
  const what =
    requested === 'auto'
      ? `No engine can train on the device "${device}":`
      : `The engine "${requested}" cannot be opened:`
  const others = namesOf(networkEngines.filter(({ name }) => name !== requested))
  const instead = requested === 'auto' ? 'Use the device "auto".' : `Or use ${choices(others)}.`
  const why = [what, ...problems].join(' ')
  return new EngineError(`${why} ${instead}`, { why })
}

function openingProblem({ name, whatToDo }: NetworkEngine, error: unknown): string {
  if (error instanceof EngineError) return error.message
  const why = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
  const kind = error instanceof EngineFailure ? 'could not be used' : 'could not be loaded'
  return `The engine "${name}" ${kind}: ${why}. ${whatToDo}`
}
