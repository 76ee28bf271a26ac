import type { StartProcess } from '#processes/link.ts'
import { noVulkanDriver } from './absence.ts'
import { hasVulkanDriver, machineKey } from './machine-key.ts'
import { readWebgpuResult, writeWebgpuResult, type WebgpuResult } from './trial-record.ts'
import { tryWebgpu } from './try-webgpu.ts'

export const notTried: WebgpuResult = {
  outcome: 'absent',
  adapter: null,
  problem: 'The graphics card has not been tried yet; the lab tries it after its start.',
}
const noDriver: WebgpuResult = { outcome: 'absent', adapter: null, problem: noVulkanDriver }

/** What is known of WebGPU on this machine, without loading anything. `home`: the lab's data folder. */
export async function webgpuState(home: string): Promise<WebgpuResult> {
  if (!hasVulkanDriver()) return noDriver
  return (await readWebgpuResult(home, machineKey())) ?? notTried
}

/**
 * Tries WebGPU unless what is remembered still holds (forced: in any case), and remembers what was found. Returns the result. Rejects only when
 * cancelled.
 */
export async function ensureWebgpuTried(
  home: string,
  options: {
    readonly startProcess: StartProcess
    readonly signal: AbortSignal
    readonly timeoutMs?: number
    readonly isForced?: boolean
  },
  { platform = process.platform, key = machineKey() } = {},
): Promise<WebgpuResult> {
  if (!hasVulkanDriver(platform)) return noDriver
  const remembered = options.isForced === true ? null : await readWebgpuResult(home, key)
  // The key knows a Vulkan driver; on other systems the adapter is asked for its name each time. One that could not be
  // opened is tried again: what was in its way may have gone.
  const isCertain = platform !== 'win32' && platform !== 'darwin'
  if (remembered?.adapter && isCertain) return remembered
  const result = await tryWebgpu({ ...options, platform, remembered })
  // A folder that cannot be written to costs another trial at the next start.
  if (result !== remembered) await writeWebgpuResult(home, key, result).catch(() => undefined)
  return result
}
