/** Entry of the throwaway process that tries a native library: `node probe-child.js <addon>`; one JSON line on standard output. */
import { cudaDeviceName } from './cuda-device-name.ts'
import { watchOnWindows } from '#processes/watch-on-windows.ts'
import { loadTensorflow } from './load.ts'
import type { ProbeResult } from './probe-record.ts'
import { tryLibrary } from './trial.ts'

async function probe(): Promise<ProbeResult> {
  try {
    const result = await tryLibrary(loadTensorflow(process.argv[2] ?? ''))
    return result.outcome === 'passed' && result.device === 'CUDA'
      ? { ...result, deviceName: await cudaDeviceName() }
      : result
  } catch (error) {
    const problem = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
    return { outcome: 'failed', problem }
  }
}

// A library that does not fit its device may hang in its first call for minutes.
watchOnWindows()
const result = await probe()
// Exit in the callback: a native thread pool may hold the process open.
process.stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit(0))
