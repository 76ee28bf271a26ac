import type { TelemetryReading } from '#contract/telemetry.ts'
import type { StartProcess } from '#processes/link.ts'
import { watchGpus } from './gpu-watch.ts'
import { readHost, systemSources, type HostSources } from './host-readings.ts'

export interface TelemetryOptions {
  readonly startProcess: StartProcess
  readonly onReading: (reading: TelemetryReading) => void
  readonly sources?: HostSources
}
export interface Telemetry {
  latest(): TelemetryReading | null
  /** The last five minutes, oldest first. */
  history(): readonly TelemetryReading[]
  stop(): void
}

const intervalMs = 1000
const historyLength = 300

/**
 * Reads processor, memory and GPUs once a second. A reading that takes longer delays only the next one: two are
 * never under way, and the GPUs are looked at by a process of their own.
 */
export function startTelemetry(options: TelemetryOptions): Telemetry {
  const sources = options.sources ?? systemSources
  const history: TelemetryReading[] = []
  const gpus = watchGpus(options.startProcess)
  let isStopped = false
  let timer: NodeJS.Timeout | undefined

  async function tick(): Promise<void> {
    const host = await readHost(sources)
    if (isStopped) return
    const { gpus: cards, note } = gpus.latest()
    const reading: TelemetryReading = { at: Date.now(), ...host, gpus: [...cards], gpuNote: note }
    history.push(reading)
    if (history.length > historyLength) history.shift()
    options.onReading(reading)
  }
  function schedule(delayMs: number): void {
    timer = setTimeout(() => {
      const startedAt = performance.now()
      void tick().finally(() => {
        if (!isStopped) schedule(Math.max(0, intervalMs - (performance.now() - startedAt)))
      })
    }, delayMs)
  }

  // The first load is the mean since the machine started; taking it once makes the next one the present.
  void readHost(sources).then(() => {
    if (!isStopped) schedule(intervalMs)
  })
  return {
    latest: () => history.at(-1) ?? null,
    history: () => [...history],
    stop: () => {
      isStopped = true
      clearTimeout(timer)
      gpus.stop()
    },
  }
}
