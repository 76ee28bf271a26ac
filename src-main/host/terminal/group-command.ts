import { LabClient, RefusedError } from '#contract/client.ts'
import { memoryPorts } from '#contract/memory-port.ts'
import type { RunBody, RunHead } from '#contract/run-head.ts'
import { isLive, slotKey, type RunRequest } from '#contract/runs.ts'
import type { Values } from '#contract/samples.ts'
import type { ValueDeclaration } from '#contract/values.ts'
import { slotOf } from '#experiments/problems.ts'
import type { Lab } from '#main/lab.ts'
import { spreadByName, type Spread } from '#numeric/spread.ts'
import { UsageError } from '#processes/command-line.mjs'
import { formatDuration } from '#text/durations.ts'
import { formatNumber } from '#text/numbers.ts'
import { counted } from '#text/words.ts'
import { stoppedCode } from './stopping.ts'
import { resultJson } from './report.ts'
import { warningsOf, type Terminal } from './run-command.ts'

/** Bodies of one request. */
const bodiesAtOnce = 20

/** Runs a request with `seeds` seeds over the lab's own port and prints what they spread over; returns the exit code. */
export async function groupCommand(
  lab: Lab,
  request: RunRequest,
  seeds: number,
  isJson: boolean,
  terminal: Terminal,
): Promise<number> {
  const [near, far] = memoryPorts()
  const heads = new Map<string, RunHead>()
  let wake: () => void = () => undefined
  const client = new LabClient(near, {
    onEvent: (event) => {
      if (event.type !== 'run.changed') return
      heads.set(event.run.id, event.run)
      wake()
    },
  })
  lab.connect(far)
  let isStopping = false
  let group: string | undefined
  const stop = (): void => {
    isStopping = true
    if (group !== undefined) client.request('group.stop', { group }).catch(() => undefined)
  }
  try {
    // Before the first reply: the wish to stop may come any time.
    terminal.onStop(stop)
    if (isStopping) return stoppedCode
    const started = await client.request('run.startGroup', { request, seeds, stepsPerSecond: null })
    group = started[0]?.group?.id
    if (isStopping) stop()
    const slot = slotOf(request)
    if (!isJson && slot) for (const line of warningsOf(slot.ask(request.params))) terminal.print(line)
    const isOver = ({ id }: RunHead): boolean => {
      const head = heads.get(id)
      return head !== undefined && !isLive(head.status)
    }
    while (!started.every(isOver)) {
      terminal.progress?.(groupLine(started.map((run) => heads.get(run.id) ?? run)))
      await new Promise<void>((resolve) => (wake = resolve))
    }
    terminal.progress?.(null)
    const ended = started.map((run) => heads.get(run.id) ?? run)
    const bodies: RunBody[] = []
    for (let from = 0; from < ended.length; from += bodiesAtOnce) {
      const runs = ended.slice(from, from + bodiesAtOnce).map(({ id }) => id)
      bodies.push(...(await client.request('run.values', { runs })))
    }
    const valuesOf = ({ id }: RunHead): Values => bodies.find(({ run }) => run === id)?.values ?? {}
    const completed = ended.filter(({ status }) => status === 'completed')
    const declared = (slot?.values ?? []).filter(({ kind }) => kind === 'number')
    const spreads = spreadByName(
      declared.map(({ id }) => id),
      completed.map(valuesOf),
    )
    for (const run of ended)
      terminal.print(isJson ? JSON.stringify(resultJson(run, valuesOf(run))) : runLine(run))
    terminal.print(
      isJson
        ? JSON.stringify({ type: 'group', group, values: Object.fromEntries(spreads) })
        : spreadText(spreads, declared, slotKey(request)),
    )
    if (ended.some(({ status }) => status === 'stopped')) return stoppedCode
    return completed.length === ended.length ? 0 : 1
  } catch (error) {
    if (error instanceof RefusedError && error.field !== null) throw new UsageError(error.message)
    throw error
  } finally {
    client.close()
  }
}

/** How far the runs of a group are, in one line. */
function groupLine(runs: readonly RunHead[]): string {
  const ended = runs.filter(({ status }) => !isLive(status)).length
  const share = runs.reduce(
    (sum, { status, totalSteps, stepsDone }) =>
      sum + (isLive(status) ? (totalSteps > 0 ? Math.min(1, stepsDone / totalSteps) : 0) : 1),
    0,
  )
  return `${runs[0]?.name ?? ''} · ${ended} of ${counted(runs.length, 'seed')} · ${((100 * share) / runs.length).toFixed(0)} %`
}

const runLine = ({ request, status, seconds, id, problem }: RunHead): string =>
  `seed ${request.seed}: ${status} in ${formatDuration(seconds)}, kept as ${id}${problem === null ? '' : ` (${problem})`}`

const headings = ['mean', 'standard deviation (n − 1)', 'lowest', 'highest', 'n']

/** Mean, standard deviation and range of each number, in lines. */
export function spreadText(
  spreads: ReadonlyMap<string, Spread>,
  declared: readonly ValueDeclaration[],
  key: string,
): string {
  if (spreads.size === 0) return `No seed of ${key} measured a number.`
  const line = (name: string, cells: readonly string[], label: string): string =>
    `  ${name.padEnd(22)} ${cells.map((cell, at) => cell.padStart(Math.max(12, headings[at]?.length ?? 0))).join('  ')}  ${label}`.trimEnd()
  const rows = declared.flatMap(({ id, unit, label }) => {
    const spread = spreads.get(id)
    if (!spread) return []
    const { mean, standardDeviation, lowest, highest, n } = spread
    const deviation = standardDeviation === null ? 'one value only' : formatNumber(standardDeviation)
    const cells = [formatNumber(mean), deviation, formatNumber(lowest), formatNumber(highest), String(n)]
    return [line(id, cells, [unit, label].filter(Boolean).join('  '))]
  })
  return [line('', headings, ''), ...rows, ''].join('\n')
}
