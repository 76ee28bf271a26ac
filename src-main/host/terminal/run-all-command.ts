import { LabClient, RefusedError } from '#contract/client.ts'
import { memoryPorts } from '#contract/memory-port.ts'
import { planLost, type RunAllOrder, type RunAllState } from '#contract/run-all.ts'
import type { RunHead } from '#contract/run-head.ts'
import { isLive, slotKey } from '#contract/runs.ts'
import type { Lab } from '#main/lab.ts'
import { UsageError } from '#processes/command-line.mjs'
import { expectedDuration, formatDuration } from '#text/durations.ts'
import { counted } from '#text/words.ts'
import type { Terminal } from './run-command.ts'
import { stoppedCode } from './stopping.ts'

/** Runs everything, or goes on with it (null), over the lab's own port; returns the exit code. */
export async function runAllCommand(
  lab: Lab,
  order: RunAllOrder | null,
  isJson: boolean,
  terminal: Terminal,
): Promise<number> {
  const [near, far] = memoryPorts()
  let last: RunAllState | null = null
  let lost: RunAllState | null = null
  let isStopped = false
  let isPlanned = false
  let resolveEnd: () => void = () => undefined
  const ended = new Promise<void>((resolve) => (resolveEnd = resolve))
  /** Runs that were started since the plan was; a terminal's lab starts no others. */
  const begun = new Set<string>()
  const take = (state: RunAllState): void => {
    last = state
    if (state.failures.includes(planLost)) lost ??= state
    terminal.progress?.(allLine(state))
    if (state.status !== 'running') resolveEnd()
  }
  const follow = (run: RunHead): void => {
    if (isPlanned && isLive(run.status)) begun.add(run.id)
    else if (begun.delete(run.id)) printEnded(run)
  }
  const printEnded = (run: RunHead): void => {
    terminal.progress?.(null)
    terminal.print(isJson ? JSON.stringify(runJson(run)) : runText(run))
    if (last) terminal.progress?.(allLine(last))
  }
  const client = new LabClient(near, {
    onEvent: (event) => {
      if (event.type === 'runAll.changed') take(event.state)
      else if (event.type === 'run.changed') follow(event.run)
    },
  })
  lab.connect(far)
  const stop = (): void => {
    isStopped = true
    if (last) client.request('runAll.stop', {}).catch(resolveEnd)
  }
  try {
    // Before the runs are read, which may take a while: the wish to stop may come any time.
    terminal.onStop(stop)
    await lab.readAllRuns()
    if (isStopped) return stoppedCode
    isPlanned = true
    take(await client.request(order ? 'runAll.start' : 'runAll.resume', order ?? {}))
    if (isStopped) stop()
    await ended
    terminal.progress?.(null)
    // Of a plan that another lab has taken, what this lab did is reported, not what that one does.
    const end = lost ?? (await client.request('runAll.state', {}))
    if (!end) return 1
    terminal.print(isJson ? JSON.stringify({ type: 'run-all', ...end }) : endText(end))
    return isStopped ? stoppedCode : lost !== null || end.failed > 0 ? 1 : 0
  } catch (error) {
    if (error instanceof RefusedError && error.field !== null) throw new UsageError(error.message)
    throw error
  } finally {
    client.close()
  }
}

/** Overall progress and time left, in one line. */
function allLine({ total, done, failed, progress, secondsLeft }: RunAllState): string {
  const left = secondsLeft === null ? 'time left unknown' : `about ${expectedDuration(secondsLeft)} left`
  const bad = failed > 0 ? ` · ${failed} failed` : ''
  return `Run all · ${done} of ${counted(total, 'run')} · ${(100 * progress).toFixed(0)} %${bad} · ${left}`
}

const runJson = ({ id, request, status, seconds, problem }: RunHead): Record<string, unknown> => ({
  type: 'run',
  run: id,
  slot: slotKey(request),
  seed: request.seed,
  status,
  seconds,
  ...(problem === null ? {} : { problem }),
})

const runText = ({ id, name, request, status, seconds, problem }: RunHead): string =>
  `${slotKey(request).padEnd(10)}  ${status.padEnd(11)}  seed ${request.seed}  ${formatDuration(seconds).padStart(12)}  ${id}  ${problem ?? name}`

function endText({ status, total, done, failed, failures }: RunAllState): string {
  const first =
    status === 'stopped'
      ? `Stopped: ${done} of ${counted(total, 'run')} completed and are kept; go on with "run-all --resume".`
      : `${done} of ${counted(total, 'run')} completed.`
  const again = failed > 0 && status === 'ended' ? ['Run those again with "run-all --resume".'] : []
  return [first, ...failures, ...again].join('\n')
}
