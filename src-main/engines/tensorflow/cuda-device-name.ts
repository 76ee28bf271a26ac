import { runProgram } from './acquire/program.ts'

/** nvidia-smi can hang on a broken driver; a name is not worth waiting for. */
const timeoutMs = 5000

/**
 * The name of the GPU that CUDA computes on, as reported by nvidia-smi ("NVIDIA GeForce RTX 4060"). Null if it does not
 * answer, or if the machine has GPUs of several names: CUDA counts them in an order of its own. Never rejects.
 */
export async function cudaDeviceName(program = 'nvidia-smi'): Promise<string | null> {
  try {
    const { output } = await runProgram(
      'nvidia-smi',
      program,
      ['--query-gpu=name', '--format=csv,noheader'],
      { signal: AbortSignal.timeout(timeoutMs) },
    )
    const names = new Set(output.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()])))
    const [name = null] = names
    return names.size === 1 ? name : null
  } catch {
    return null
  }
}
