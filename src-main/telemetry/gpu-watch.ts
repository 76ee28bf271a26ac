import type { GpuReading } from '#contract/telemetry.ts'
import type { ChildLink, StartProcess } from '#processes/link.ts'
import { gpuAnswerSchema, hasLiveNumbers, noGpuFound, type GpuAnswer } from './gpu-answer.ts'

export interface GpuState {
  readonly gpus: readonly GpuReading[]
  readonly note: string | null
}
export interface GpuWatch {
  latest(): GpuState
  stop(): void
}

/** Milliseconds. nvidia-smi itself is given 3 s inside the probe; the probe a little more. */
export const gpuTimes = { live: 1000, noGpu: 60_000, problem: 30_000, deadline: 4000 } as const

/** How long to wait after this answer before asking again. */
export function restAfter(answer: GpuAnswer): number {
  // Healthy cards are read on beside one that is not.
  if (hasLiveNumbers(answer.gpus.filter(({ source }) => source === 'nvidia-smi'))) return gpuTimes.live
  if (answer.note === noGpuFound) return gpuTimes.noGpu
  if (answer.note !== null) return gpuTimes.problem
  return !answer.isListed || hasLiveNumbers(answer.gpus) ? gpuTimes.live : gpuTimes.noGpu
}

/**
 * Keeps the latest GPU readings, taken by a process of its own that is killed when it does not answer in time
 * and started again later. Between rare readings there is no process. An old number is never shown: a probe
 * that fails leaves no GPUs and a note that says why.
 */
export function watchGpus(startProcess: StartProcess): GpuWatch {
  let state: GpuState = { gpus: [], note: 'looking for a GPU' }
  let probe: ChildLink | null = null
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  function after(milliseconds: number, action: () => void): void {
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(action, milliseconds)
  }
  function end(): void {
    const ended = probe
    probe = null
    ended?.kill()
  }
  function fail(note: string): void {
    end()
    state = { gpus: [], note }
    after(gpuTimes.problem, ask)
  }
  function accept(message: unknown): void {
    const parsed = gpuAnswerSchema.safeParse(message)
    if (!parsed.success) return fail('the GPU probe gave an answer that cannot be read')
    const answer = parsed.data
    const isUndecided = !answer.isListed && answer.gpus.length === 0 && answer.note === null
    if (!isUndecided) state = { gpus: answer.gpus, note: answer.note }
    const rest = restAfter(answer)
    if (rest > gpuTimes.live) end()
    after(rest, ask)
  }
  function start(): ChildLink {
    const link = startProcess('gpu-probe')
    link.onMessage((message) => {
      if (link === probe) accept(message)
    })
    link.onExit((description) => {
      if (link !== probe) return
      probe = null
      fail(`the GPU probe ${description}`)
    })
    return link
  }
  function ask(): void {
    after(gpuTimes.deadline, () => fail(`the GPU probe did not answer within ${gpuTimes.deadline / 1000} s`))
    try {
      probe ??= start()
      probe.post({ type: 'read' })
    } catch (error) {
      fail(`the GPU probe could not be started: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  ask()
  return {
    latest: () => state,
    stop: () => {
      isStopped = true
      clearTimeout(timer)
      end()
    },
  }
}
