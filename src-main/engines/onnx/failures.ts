import { EngineFailure } from '#engines/engine.ts'

/**
 * WebGPU has no memory left: a buffer that could not be made is invalid, and so is what uses it. A tensor beyond what a
 * shader may read is taken apart until there are too many pieces.
 */
const deviceMemoryWords =
  /\[Invalid Buffer|max buffer size|OUT_OF_DEVICE_MEMORY|OUT_OF_HOST_MEMORY|Too many storage buffers/i
const memoryWords =
  /bad_alloc|allocate|out of memory|allocation failed|Invalid array length|too large|BFCArena|OOM/i
/** A lost device's buffers cannot be mapped, so what it computed cannot be read. */
const lostWords =
  /device (is )?lost|\] is lost|DEVICE_LOST|DEVICE_REMOVED|Failed to download data from buffer/i

/** What onnxruntime threw, as one sentence of the lab; out of memory and a lost GPU are recognised by their words. */
export function engineFailure(error: unknown, during: string): EngineFailure {
  if (error instanceof EngineFailure) return error
  const text = error instanceof Error ? error.message : String(error)
  if (lostWords.test(text))
    return new EngineFailure(
      `The GPU was lost while ${during}: its driver was reset, or the machine slept; start the run again.`,
      'device-lost',
    )
  return memoryWords.test(text) || deviceMemoryWords.test(text)
    ? new EngineFailure(
        `There was not enough memory while ${during}; use a smaller batch or a smaller network.`,
        'memory',
      )
    : new EngineFailure(`onnxruntime failed while ${during}: ${text.trim().split('\n')[0] ?? ''}`)
}
