import type { Device } from '#contract/devices.ts'
import { formatShort } from '#text/numbers.ts'
import type { EngineState, NetworkEngine, UsableDevice } from './entry.ts'
import { predictedMs, type StepWork } from './probing/step-time.ts'

/** A device that a run may be trained on. */
export interface Candidate {
  readonly engine: NetworkEngine
  readonly usable: UsableDevice
}

/** What a machine offers for training networks. */
export interface Offer {
  /** In the order in which "auto" tries them if it knows nothing of the network; among equals in the order of the table. */
  readonly candidates: readonly Candidate[]
  /** Why "auto" passes over engines and GPUs, one sentence each. */
  readonly passedOver: readonly string[]
  readonly states: ReadonlyMap<NetworkEngine, EngineState>
}

/** The order in which "auto" tries the devices for a network, and what it was predicted from. */
export interface Decision {
  readonly candidates: readonly Candidate[]
  /** "CPU: 0.4 ms a step; GPU: 3 ms a step"; null if nothing was compared. */
  readonly comparison: string | null
}

/** A GPU that is known to be one. WebGPU takes whichever adapter the system gives it. */
const isCertain = ({ isSoftware, name, api }: Device): boolean =>
  !isSoftware && (api !== 'webgpu' || name !== null)

/** CUDA, a CPU, WebGPU (unless it is predicted to be faster), and what "auto" never takes while there is a CPU. */
function rank(device: Device): number {
  if (device.kind === 'cpu') return 1
  if (!isCertain(device)) return 3
  return device.api === 'webgpu' ? 2 : 0
}

/** True for a device that is worth every other's place: nothing was passed over when it is taken. */
export const isBest = (device: Device): boolean => rank(device) === 0

/** Finds out what the engines can do, and loads none of them. `home`: the lab's data folder. */
export async function offerOf(engines: readonly NetworkEngine[], home: string): Promise<Offer> {
  const states = new Map<NetworkEngine, EngineState>()
  const candidates: Candidate[] = []
  const passedOver: string[] = []
  for (const engine of engines) {
    const state = await engine.state(home)
    states.set(engine, state)
    if (state.kind === 'unusable') {
      passedOver.push(`The engine "${engine.name}" cannot be used. ${state.problem}`)
      continue
    }
    for (const each of state.devices)
      if (each.problem === null) {
        candidates.push({ engine, usable: each })
        passedOver.push(...whyNever(each.device))
      } else if (each.device.kind === 'gpu') passedOver.push(each.problem)
  }
  // The sort is stable.
  candidates.sort((a, b) => rank(a.usable.device) - rank(b.usable.device))
  return { candidates, passedOver, states }
}

/** Why "auto" never takes a device that can be used. */
function whyNever(device: Device): string[] {
  if (device.isSoftware)
    return [`${device.name ?? 'The GPU'} is a GPU in software, which is never chosen automatically.`]
  return isCertain(device)
    ? []
    : ['The system does not say which graphics card WebGPU uses, so it is not chosen automatically.']
}

/**
 * Puts a GPU before the CPU if a step of this network is predicted to take less time there; a pure function of the
 * calibrations. Without the network's work (`null`), without calibrations, or with a CUDA device the order stays.
 */
export function decide(candidates: readonly Candidate[], work: StepWork | null): Decision {
  const stays = { candidates, comparison: null }
  if (work === null) return stays
  const measured = (kind: Device['kind']) =>
    candidates.find(
      ({ usable }) => usable.device.kind === kind && usable.calibration !== null && isCertain(usable.device),
    )
  const cpu = measured('cpu')
  const gpu = measured('gpu')
  if (!cpu?.usable.calibration || !gpu?.usable.calibration) return stays
  const cpuMs = predictedMs(cpu.usable.calibration, work)
  const gpuMs = predictedMs(gpu.usable.calibration, work)
  const comparison = `CPU: ${formatShort(cpuMs, 2)} ms a step; GPU: ${formatShort(gpuMs, 2)} ms a step`
  if (gpuMs >= cpuMs) return { candidates, comparison }
  const others = candidates.filter((each) => each !== gpu)
  const place = others.findIndex(({ usable }) => usable.device.kind === 'cpu')
  return { candidates: others.toSpliced(place, 0, gpu), comparison }
}

/** Whether "auto" takes a device that can be used, and when: one sentence. */
export function automaticWords({ engine, usable }: Candidate, { candidates }: Offer): string {
  const { device } = usable
  const [never] = whyNever(device)
  if (never !== undefined) return never
  if (isBest(device)) return 'Offered before every other device.'
  if (device.kind === 'gpu')
    return usable.calibration === null
      ? 'Not offered: its speed was not measured, so it cannot be compared with the CPU.'
      : 'Offered for networks that are predicted to be faster on it than on the CPU.'
  const first = candidates.find((each) => each.usable.device.kind === 'cpu')
  return first?.usable === usable
    ? 'Offered unless a GPU is predicted to be faster.'
    : `Offered only if ${first?.engine === engine ? `its device "${first.usable.device.id}"` : `the engine "${first?.engine.name}"`} cannot be opened.`
}
