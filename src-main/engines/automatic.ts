import type { Device } from '#contract/devices.ts'
import type { EngineState, NetworkEngine, UsableDevice } from './entry.ts'

/** A device that a run may be trained on. */
export interface Candidate {
  readonly engine: NetworkEngine
  readonly usable: UsableDevice
}

/** What a machine offers for training networks. */
export interface Offer {
  /** A GPU first, then a CPU, an imitated GPU last; among equals in the order of the table. */
  readonly candidates: readonly Candidate[]
  /** Why "auto" passes over engines and GPUs, one sentence each. */
  readonly passedOver: readonly string[]
  readonly states: ReadonlyMap<NetworkEngine, EngineState>
}

const rank = ({ kind, isSoftware }: Device): number => (isSoftware ? 2 : kind === 'gpu' ? 0 : 1)

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
      if (each.problem === null) candidates.push({ engine, usable: each })
      else if (each.device.kind === 'gpu') passedOver.push(each.problem)
  }
  // The sort is stable.
  candidates.sort((a, b) => rank(a.usable.device) - rank(b.usable.device))
  return { candidates, passedOver, states }
}
