import { EngineFailure, type Engine } from '../engine.ts'
import { tensorflowState } from './state.ts'

/** Loads TensorFlow into this process. `home`: the lab's data folder. Throws EngineFailure with the reason. */
export async function openTensorflowEngine(home: string, reason: string): Promise<Engine> {
  const state = await tensorflowState(home)
  if (state.kind !== 'ready') throw new EngineFailure(state.problem)
  throw new EngineFailure(`not yet (${reason})`)
}
