import type { Device } from '#contract/devices.ts'
import type { Standing } from '#contract/engines.ts'
import type { EngineDescription } from '#contract/runs.ts'
import type { StartProcess } from '#processes/link.ts'
import type { Engine } from './engine.ts'
import type { Calibration } from './probing/step-time.ts'

/** A device that an engine can train on. */
export interface UsableDevice {
  readonly device: Device
  readonly description: EngineDescription
  /** Why "auto" would take it, after "Chosen automatically: ", without a full stop. */
  readonly merit: string
  /** How fast it trains, as measured with its trial; null if that was not measured. */
  readonly calibration: Calibration | null
  readonly problem: null
}

/** How it stands with what cannot be used. */
export type Unusable = Exclude<Standing, 'ready' | 'trying'>

/** A device that the engine has on some machines, and the sentence that says why not on this one. */
export interface UnusableDevice {
  readonly device: Device
  readonly problem: string
  readonly standing: Unusable
}

/** What an engine can do on this machine. One that is ready has at least one usable device. */
export type EngineState =
  | { readonly kind: 'ready'; readonly devices: readonly (UsableDevice | UnusableDevice)[] }
  | { readonly kind: 'unusable'; readonly problem: string; readonly standing: Unusable }

interface Named {
  /** The name in a request and behind `--engine`. */
  readonly name: string
  /** The devices it has on some machine, the one to try first in front. */
  readonly deviceIds: readonly string[]
}

export interface OpenOptions {
  /** The lab's data folder. */
  readonly home: string
  readonly device: Device
  /** Why this engine was chosen; goes into the description. */
  readonly reason: string
  /** Threads of one operator on the CPU; absent: the engine's choice. */
  readonly threads?: number
}

export interface TryOptions {
  readonly startProcess: StartProcess
  readonly signal: AbortSignal
  /** Whatever is remembered of an earlier trial. */
  readonly isForced?: boolean
}

/** An engine that trains networks. */
export interface NetworkEngine extends Named {
  readonly trains: 'networks'
  /** What to do if it cannot be opened although its state was "ready". */
  readonly whatToDo: string
  /** Finds out without loading anything native. `home`: the lab's data folder. */
  state(home: string): Promise<EngineState>
  /**
   * Tries the devices that have to be tried before use, in processes of their own, unless what is remembered still holds;
   * `state` knows the outcome then. Absent for an engine without such devices. Rejects only when cancelled.
   */
  tryDevices?(home: string, options: TryOptions): Promise<void>
  /** Loads the native library, if any, into this process. Rejects with what loading throws, or EngineFailure. */
  open(options: OpenOptions): Promise<Engine>
}

/** An engine whose computation a part writes itself, on typed arrays: always there, never opened. */
export interface ArrayEngine extends Named {
  readonly trains: 'arrays'
  describe(reason: string): EngineDescription
  /** Why "auto" takes it, after "Chosen automatically: ", without a full stop. */
  readonly merit: string
  /** For the list of engines, one sentence. */
  readonly remark: string
}

export type EngineEntry = NetworkEngine | ArrayEngine
