import { join } from 'node:path'
import { EngineFailure, type Engine, type TrainingSession } from '../engine.ts'
import { loadTensorflow } from './load.ts'
import { TensorflowSession } from './session.ts'
import { tensorflowState } from './state.ts'

/** Loads TensorFlow into this process. `home`: the lab's data folder. Throws EngineFailure with the reason. */
export async function openTensorflowEngine(home: string, reason: string): Promise<Engine> {
  const state = await tensorflowState(home)
  if (state.kind !== 'ready') throw new EngineFailure(state.problem)
  const { installation, description } = state
  const loaded = loadTensorflow(join(installation.folder, installation.addon))
  const sessions = new Set<TrainingSession>()
  return {
    description: { ...description, reason },
    async compile(options) {
      const session: TrainingSession = new TensorflowSession(loaded, options, () => sessions.delete(session))
      sessions.add(session)
      return session
    },
    async close() {
      for (const session of sessions) await session.dispose()
    },
  }
}
