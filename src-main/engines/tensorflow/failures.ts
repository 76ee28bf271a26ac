import { EngineFailure } from '../engine.ts'

/** TF_RESOURCE_EXHAUSTED in tensorflow/c/tf_status.h. */
const outOfMemory = /Invalid TF_Status: 8\b/

/** An error of the native library as EngineFailure: a sentence, and whether memory ran out. */
export function explained(error: unknown): Error {
  if (!(error instanceof Error)) return new EngineFailure(String(error))
  // Errors that already are sentences (of this engine, of the model) pass as they are.
  if (error.name === 'EngineFailure' || error.name === 'ModelError') return error
  if (outOfMemory.test(error.message))
    return new EngineFailure(
      'The memory of the device ran out; use a smaller batch or a smaller network.',
      'memory',
    )
  return new EngineFailure(`TensorFlow could not compute this: ${error.message.split('\n')[0] ?? ''}`)
}
