/**
 * GPUs on Windows 10 and later, by the system's own performance counters: they know what each process holds of any
 * maker's GPU, which nvidia-smi does not report there.
 */
import { execFile } from 'node:child_process'
import { z } from 'zod'
import type { DeviceGpu, GpuProcess } from '#contract/device-reading.ts'
import { plausibleMemory } from './plausible.ts'

/** By class and not by counter, whose names are translated with Windows. */
const counters = 'Win32_PerfFormattedData_GPUPerformanceCounters_'
/** The registry's key of display adapters; the size there is right beyond 4 GB, unlike Win32_VideoController's. */
const adaptersKey =
  'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}\\0*'
const script = `$ErrorActionPreference = 'Stop'
$processes = @(Get-CimInstance ${counters}GPUProcessMemory | Select-Object Name, DedicatedUsage)
$adapters = @(Get-CimInstance ${counters}GPUAdapterMemory | Select-Object Name, DedicatedUsage)
$cards = @(Get-ItemProperty '${adaptersKey}' -ErrorAction SilentlyContinue | Where-Object { $_.'HardwareInformation.qwMemorySize' } | ForEach-Object { @{ name = $_.DriverDesc; driver = $_.DriverVersion; total = $_.'HardwareInformation.qwMemorySize' } })
$names = @{}; Get-Process | ForEach-Object { $names["$($_.Id)"] = $_.ProcessName }
ConvertTo-Json -Compress -Depth 4 @{ processes = $processes; adapters = $adapters; cards = $cards; names = $names }`

const counterSchema = z.object({ Name: z.string(), DedicatedUsage: z.number() })
const answerSchema = z.object({
  processes: z.array(counterSchema),
  adapters: z.array(counterSchema),
  cards: z.array(z.object({ name: z.string().nullable(), driver: z.string().nullable(), total: z.number() })),
  names: z.record(z.string(), z.string()),
})

/** "pid_4711_luid_0x00000000_0x0000D3E7_phys_0": the process, and the adapter until Windows starts again. */
const instance = /^(?:pid_(\d+)_)?(luid_0x[0-9a-f]+_0x[0-9a-f]+_phys_\d+)$/i

/** The GPUs of PowerShell's answer. Throws for an answer that cannot be read. */
export function parseWindowsGpus(text: string): readonly DeviceGpu[] {
  const { processes, adapters, cards, names } = answerSchema.parse(JSON.parse(text))
  const byAdapter = new Map<string, GpuProcess[]>()
  for (const { Name, DedicatedUsage } of processes) {
    const [, pid, adapter] = instance.exec(Name) ?? []
    if (pid === undefined || adapter === undefined) continue
    const listed = byAdapter.get(adapter) ?? []
    listed.push({ pid: Number(pid), name: names[pid] ?? '[unknown]', usedBytes: DedicatedUsage })
    byAdapter.set(adapter, listed)
  }
  const used = adapters.flatMap(({ Name, DedicatedUsage }) => {
    const [, , adapter] = instance.exec(Name) ?? []
    return adapter === undefined ? [] : [{ adapter, bytes: DedicatedUsage }]
  })
  // The counters name adapters by a number of this session only: a name is sure where there is one card.
  const [card] = cards
  const isNamed = cards.length === 1 && used.filter(({ adapter }) => byAdapter.has(adapter)).length === 1
  return used.flatMap(({ adapter, bytes }): DeviceGpu[] => {
    const listed = byAdapter.get(adapter)
    // Adapters without a program are Windows' own, which draw in software.
    if (!listed) return []
    const memory = plausibleMemory(isNamed ? (card?.total ?? null) : null, bytes)
    return [
      {
        id: adapter,
        name: (isNamed ? card?.name : null) ?? 'GPU that Windows does not name',
        driver: (isNamed ? card?.driver : null) ?? null,
        totalBytes: memory.total,
        usedBytes: memory.used,
        processes: listed,
        source: 'Windows performance counters',
      },
    ]
  })
}

/** Never rejects: without an answer in time there is no GPU, and `problem` says why. */
export function readWindowsGpus(
  timeoutMs: number,
): Promise<{ readonly gpus: readonly DeviceGpu[]; readonly problem: string | null }> {
  return new Promise((resolve) => {
    const options = { timeout: timeoutMs, windowsHide: true, maxBuffer: 2 ** 22 } as const
    const args = ['-NoProfile', '-NonInteractive', '-Command', script]
    const child = execFile('powershell', args, options, (error, stdout) => {
      const failed = (why: string): void =>
        resolve({ gpus: [], problem: `Windows’ performance counters of GPUs could not be read (${why}).` })
      if (error)
        return failed(
          error.killed ? `no answer within ${timeoutMs / 1000} s` : (error.message.split('\n')[0] ?? ''),
        )
      try {
        resolve({ gpus: parseWindowsGpus(stdout), problem: null })
      } catch {
        failed('PowerShell printed something else')
      }
    })
    child.stdin?.end()
  })
}
