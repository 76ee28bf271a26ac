import { deviceWords } from '#contract/devices.ts'
import type { LabDescription } from '#contract/messages.ts'
import type { EngineDescription, RunRequest } from '#contract/runs.ts'
import { trainsOf, type Slot } from '#experiments/part.ts'
import { engineOnKind } from './engine-words.ts'
import type { LabState } from './lab.svelte.ts'

type Engines = LabDescription['engines']
type Asked = Required<Pick<RunRequest, 'engine' | 'device'>>

const automatic: Asked = { engine: 'auto', device: 'auto' }

/** A device that the student may choose for a run, by the value of its option. */
export interface EngineOption extends Asked {
  readonly value: string
  /** "onnx on GPU, WebGPU". */
  readonly label: string
  /** "onnx on NVIDIA GeForce RTX 4060, WebGPU through Vulkan". */
  readonly title: string
}

/** The devices that can train what `trains` says, in the order of the lab's table. */
export function engineOptions(engines: Engines, trains: Engines[number]['trains']): EngineOption[] {
  return engines
    .filter((engine) => engine.trains === trains)
    .flatMap(({ name, devices }) =>
      devices.flatMap(({ device, problem }) =>
        problem === null
          ? [
              {
                ...{ engine: name, device: device.id, value: `${name} ${device.id}` },
                label: engineOnKind({ name, device, version: '', detail: '', reason: '' }),
                title: `${name} on ${deviceWords(device)}`,
              },
            ]
          : [],
      ),
    )
}

/** Why GPUs cannot be chosen, one sentence each. */
export const gpuProblems = (engines: Engines, trains: Engines[number]['trains']): string[] =>
  engines
    .filter((engine) => engine.trains === trains)
    .flatMap(({ devices }) =>
      devices.flatMap(({ device, problem }) => (device.kind === 'gpu' && problem !== null ? [problem] : [])),
    )

/** The lab's default; null if there is none for what `trains` says. */
export interface DefaultEngine {
  /** "onnx on GPU, WebGPU", or "tensorflow cuda" if nothing is known of it. */
  readonly label: string
  /** Why it cannot be used, one sentence; null if it can. */
  readonly problem: string | null
}

export function defaultEngine(engines: Engines, trains: Engines[number]['trains']): DefaultEngine | null {
  const engine = engines.find((each) => each.trains === trains && each.defaultDevice !== undefined)
  if (engine?.defaultDevice === undefined) return null
  const { name, defaultDevice } = engine
  const option = engineOptions([engine], trains).find(({ device }) => device === defaultDevice)
  if (option) return { label: option.label, problem: null }
  const known = engine.devices.find(({ device }) => device.id === defaultDevice)
  const why = known?.problem ?? engine.problem ?? 'This lab has no such device.'
  const label = `${name} ${defaultDevice}`
  return { label, problem: `The default, ${label}, cannot be used. ${why} A device is chosen automatically.` }
}

/** What a slot's next run is to be trained on. */
export class EngineChoice {
  private asked = $state.raw<Asked>(automatic)
  private readonly lab: LabState
  private readonly slot: Slot

  constructor(lab: LabState, slot: Slot) {
    this.lab = lab
    this.slot = slot
  }

  readonly options: readonly EngineOption[] = $derived.by(() => engineOptions(this.engines, this.trains))
  get standing(): DefaultEngine | null {
    return defaultEngine(this.engines, this.trains)
  }
  get problems(): readonly string[] {
    return gpuProblems(this.engines, this.trains)
  }
  /** The option that is chosen; null is automatic, also if the device cannot be used any more. */
  get chosen(): EngineOption | null {
    return this.options.find(({ engine, device }) => this.isAsIn({ engine, device })) ?? null
  }
  /** The engine of the next run, as far as that is known before it: "auto" may decide by the network. */
  get expected(): EngineDescription | undefined {
    const { chosen } = this
    if (!chosen) return this.lab.engineFor(this.slot)
    const engine = this.engines.find(({ name }) => name === chosen.engine)
    const device = engine?.devices.find(({ device: { id } }) => id === chosen.device)?.device ?? null
    const version = engine?.description?.version ?? ''
    return { name: chosen.engine, version, device, detail: '', reason: 'Chosen for this run.' }
  }
  /** For a request. */
  get request(): Asked {
    return this.chosen ? this.asked : automatic
  }

  choose(value: string): void {
    const { engine, device } = this.options.find((option) => option.value === value) ?? automatic
    this.asked = { engine, device }
  }
  /** Takes over what a run was asked. */
  take({ engine, device = 'auto' }: Pick<RunRequest, 'engine' | 'device'>): void {
    this.asked = { engine, device }
  }
  /** Whether a request asks for the same. */
  isAsIn({ engine, device = 'auto' }: Pick<RunRequest, 'engine' | 'device'>): boolean {
    return engine === this.asked.engine && device === this.asked.device
  }

  private get engines(): Engines {
    return this.lab.description?.engines ?? []
  }
  private get trains(): Engines[number]['trains'] {
    return trainsOf[this.slot.trainedBy]
  }
}
