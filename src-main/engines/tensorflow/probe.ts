import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runProgram } from './acquire/program.ts'
import type { Installation } from './installation.ts'
import { probeKey, probeResultSchema, readProbe, writeProbe, type ProbeResult } from './probe-record.ts'

/** A new GPU's kernels may be compiled at first use, which takes minutes. */
const defaultTimeoutMs = 300_000

/** Read by the native library when it starts: without growth it takes the whole card at once. */
export const probeVariables = { TF_FORCE_GPU_ALLOW_GROWTH: 'true', TF_CPP_MIN_LOG_LEVEL: '2' }

/** Tries the library whose addon is there in a process that somebody else starts. */
export type AskTrial = (addonPath: string, signal: AbortSignal) => Promise<ProbeResult>

export interface ProbeOptions {
  /**
   * The built probe-child entry, which Node is started with; or what has it tried elsewhere: the installed program
   * cannot start Node.
   */
  readonly entry: URL | AskTrial
  readonly signal: AbortSignal
  readonly timeoutMs?: number
  /** Whatever is remembered. */
  readonly isForced?: boolean
}

/**
 * Tries the library whose addon is at `addonPath` in a process of its own, because one that does not fit its
 * device may crash or hang. Never rejects but when cancelled.
 */
export async function probeAddon(addonPath: string, options: ProbeOptions): Promise<ProbeResult> {
  const { entry, signal, timeoutMs = defaultTimeoutMs } = options
  const timeout = AbortSignal.timeout(timeoutMs)
  const either = AbortSignal.any([signal, timeout])
  try {
    if (typeof entry === 'function') return await entry(addonPath, either)
    const { output } = await runProgram(
      'the process that tried it',
      process.execPath,
      [fileURLToPath(entry), addonPath],
      {
        signal: either,
        env: { ...process.env, ...probeVariables },
      },
    )
    const line = output.split('\n').findLast((text) => text.startsWith('{"outcome"'))
    return probeResultSchema.parse(JSON.parse(line ?? 'null'))
  } catch (error) {
    signal.throwIfAborted()
    const message = error instanceof Error ? error.message : String(error)
    const isSpoken = !(error instanceof SyntaxError) && (error as Error).name !== 'ZodError'
    if (timeout.aborted) return failed(`it did not answer within ${timeoutMs / 1000} s`)
    return failed(isSpoken ? message : 'the process that tried it gave no result')
  }
}

const failed = (problem: string): ProbeResult => ({ outcome: 'failed', problem })

/** The remembered result where it still holds, else a new one, which is remembered beside the library. */
export async function probeInstallation(
  installation: Installation,
  packageVersion: string,
  options: ProbeOptions,
): Promise<ProbeResult> {
  const key = probeKey(installation, packageVersion)
  const known = await readProbe(installation.folder, key)
  if (known && options.isForced !== true) return known
  const result = await probeAddon(join(installation.folder, installation.addon), options)
  await writeProbe(installation.folder, key, result)
  return result
}
