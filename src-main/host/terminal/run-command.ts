import { freemem } from 'node:os'
import { LabClient, RefusedError } from '#contract/client.ts'
import { memoryPorts } from '#contract/memory-port.ts'
import { isLive, type RunRequest } from '#contract/runs.ts'
import type { RunHead } from '#contract/run-head.ts'
import { trainsOf, type Asked } from '#experiments/part.ts'
import { slotOf } from '#experiments/problems.ts'
import type { Lab } from '#main/lab.ts'
import { UsageError } from '#processes/command-line.mjs'
import { progressLine } from './progress-line.ts'
import { stoppedCode } from './stopping.ts'
import { resultJson, resultText, sampleLines } from './report.ts'

/** Where a command writes; a test brings its own. */
export interface Terminal {
  /** Standard output, a line at a time. */
  print(line: string): void
  /** The progress line, rewritten in place; null wipes it. Absent where there is no terminal. */
  readonly progress?: (line: string | null) => void
  /** Calls back when the user asks to stop (Ctrl-C), or at once where that has happened. */
  onStop(stop: () => void): void
}

const exitCodes = { completed: 0, stopped: stoppedCode } as const

/** What the window shows beside the form, and asks about; nobody is asked here. */
export function warningsOf(asked: Asked): string[] {
  const misfit = asked.fitWarning(process.availableMemory?.() ?? freemem())
  return [...asked.warnings(), ...(misfit === null ? [] : [misfit])].map((warning) => `Warning: ${warning}`)
}

/** Whether a run may be trained on a GPU, which has to be tried first. */
export function mayUseGpu(request: RunRequest): boolean {
  const slot = slotOf(request)
  return slot !== null && trainsOf[slot.trainedBy] !== 'arrays' && request.device !== 'cpu'
}

/** Carries one run from its start, or from where it ended early, to its end over the lab's own port; returns the exit code. */
export async function runCommand(
  lab: Lab,
  order: { readonly request: RunRequest } | { readonly resume: string },
  isJson: boolean,
  terminal: Terminal,
): Promise<number> {
  const [near, far] = memoryPorts()
  let id: string | null = null
  let received = 0
  let isStopping = false
  let resolveEnd: (run: RunHead) => void
  const ended = new Promise<RunHead>((resolve) => (resolveEnd = resolve))
  let last: RunHead | null = null
  const endIfComplete = (): void => {
    if (!last || isLive(last.status)) return
    // A stop is answered at once; samples not printed by then are in the run's folder.
    if (!isJson || isStopping || received >= last.samples) resolveEnd(last)
  }
  const client = new LabClient(near, {
    onEvent: (event) => {
      if (event.type === 'run.changed' && event.run.id === id) {
        last = event.run
        terminal.progress?.(progressLine(event.run))
        endIfComplete()
      } else if (event.type === 'run.samples' && event.run === id) {
        for (const batch of event.batches) {
          received += batch.steps.length
          for (const line of sampleLines(batch)) terminal.print(line)
        }
        client.request('run.ack', { run: event.run }).catch(() => undefined) // the last one may cross the end
        endIfComplete()
      }
    },
  })
  lab.connect(far)
  const stop = (): void => {
    isStopping = true
    if (id !== null) client.request('run.control', { run: id, action: 'stop' }).catch(() => undefined)
  }
  try {
    // Before the first reply, which may take a while: the wish to stop may come any time.
    terminal.onStop(stop)
    if (isStopping) return stoppedCode
    const run =
      'resume' in order
        ? await client.request('run.resume', { run: order.resume, stepsPerSecond: null })
        : await client.request('run.start', { ...order, stepsPerSecond: null, isPaused: false })
    id = run.id
    last ??= run
    if (isStopping) stop()
    const slot = slotOf(run.request)
    if (!isJson && slot) for (const line of warningsOf(slot.ask(run.request.params))) terminal.print(line)
    if (isJson) {
      const [body] = await client.request('run.values', { runs: [run.id] })
      const { versions } = body ?? {}
      terminal.print(JSON.stringify({ type: 'started', run: run.id, request: run.request, versions }))
      await client.request('run.watch', { run: run.id, from: {}, snapshots: 0 })
    }
    const end = await ended
    const [body] = await client.request('run.values', { runs: [end.id] })
    terminal.progress?.(null)
    const values = body?.values ?? {}
    if (!isJson && end.engine.insteadOf !== undefined) terminal.print(end.engine.insteadOf)
    terminal.print(
      isJson ? JSON.stringify(resultJson(end, values)) : resultText(end, values, slot?.values ?? []),
    )
    return exitCodes[end.status as keyof typeof exitCodes] ?? 1
  } catch (error) {
    if (error instanceof RefusedError && error.field !== null) throw new UsageError(error.message)
    throw error
  } finally {
    client.close()
  }
}
