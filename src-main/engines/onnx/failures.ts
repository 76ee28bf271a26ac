import { EngineFailure } from '#engines/engine.ts'

const memoryWords =
  /bad_alloc|allocate|out of memory|allocation failed|Invalid array length|too large|BFCArena|OOM/i

/** What onnxruntime threw, as one sentence of the lab; out of memory is recognised by its words. */
export function engineFailure(error: unknown, during: string): EngineFailure {
  if (error instanceof EngineFailure) return error
  const text = error instanceof Error ? error.message : String(error)
  return memoryWords.test(text)
    ? new EngineFailure(
        `There was not enough memory while ${during}; use a smaller batch or a smaller network.`,
        true,
      )
    : new EngineFailure(`onnxruntime failed while ${during}: ${text.trim().split('\n')[0] ?? ''}`)
}
