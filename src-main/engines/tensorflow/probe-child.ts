/**
 * Entry of the throwaway process that tries a native library. `node probe-child.js <addon>` prints one JSON line. Started
 * by the lab, it receives the addon's path as a message and posts the result back.
 */
import { cudaDeviceName } from './cuda-device-name.ts'
import { watchOnWindows } from '#processes/watch-on-windows.ts'
import { loadTensorflow } from './load.ts'
import { openParentLink } from '#processes/parent-link.ts'
import { toProbeSchema, type ProbeResult } from './probe-record.ts'
import { tryLibrary } from './trial.ts'

async function probe(addon: string): Promise<ProbeResult> {
  try {
    const result = await tryLibrary(loadTensorflow(addon))
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
const [, , named] = process.argv
if (named === undefined) {
  const parent = openParentLink()
  parent.onMessage((raw) => void probe(toProbeSchema.parse(raw).addon).then(parent.post))
} else {
  const result = await probe(named)
  // Exit in the callback: a native thread pool may hold the process open.
  process.stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit(0))
}
