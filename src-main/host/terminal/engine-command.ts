import { LabClient } from '#contract/client.ts'
import { engineOnDevice } from '#contract/devices.ts'
import type { EnginesReport } from '#contract/engines.ts'
import { memoryPorts } from '#contract/memory-port.ts'
import type { Lab } from '#main/lab.ts'
import { formatMegabytes } from '#text/bytes.ts'
import type { EngineAction } from './command.ts'
import type { Terminal } from './run-command.ts'
import { stoppedCode } from './stopping.ts'

const standingWords = {
  ready: 'ready',
  notTried: 'not tried',
  trying: 'being tried',
  refused: 'refused',
  unavailable: 'not available',
  notInstalled: 'not installed',
} satisfies Record<EnginesReport['devices'][number]['standing'], string>

function reportText({ devices, standing }: EnginesReport): string {
  const rows = devices.map(
    ({ engine, id, device, standing: state, reason, automatic }) =>
      `${`${engine} ${id}`.padEnd(18)}${standingWords[state].padEnd(15)}` +
      `${device === null ? '' : `${engineOnDevice({ name: engine, device })}. `}${reason} ${automatic}`,
  )
  const isAutomatic = standing.engine === 'auto'
  const chosen = isAutomatic ? 'automatic' : `${standing.engine} on "${standing.device}"`
  return [...rows, `default: ${chosen}`, ...(standing.problem === null ? [] : [standing.problem])].join('\n')
}

function progressText({ job }: EnginesReport): string {
  if (!job?.amount) return job?.says ?? ''
  const { name, bytes, total } = job.amount
  return `${name}: ${formatMegabytes(bytes)}${total === null ? '' : ` of ${formatMegabytes(total)}`}`
}

/** Lists, tries, installs, removes or chooses engines over the lab's own port, and returns the exit code. */
export async function engineCommand(
  lab: Lab,
  action: EngineAction,
  isJson: boolean,
  terminal: Terminal,
): Promise<number> {
  const [near, far] = memoryPorts()
  let hasBegun = false
  let isStopped = false
  let wake: (report: EnginesReport) => void = () => undefined
  const client = new LabClient(near, {
    onEvent: (event) => {
      if (event.type !== 'engine.progress' || !hasBegun) return
      terminal.progress?.(progressText(event.report))
      if (event.report.job === null) wake(event.report)
    },
  })
  lab.connect(far)
  const cancel = (): void => {
    isStopped = true
    if (hasBegun) client.request('engine.cancel', {}).catch(() => undefined)
  }
  const ended = new Promise<EnginesReport>((resolve) => (wake = resolve))
  const show = (report: EnginesReport): void =>
    terminal.print(isJson ? JSON.stringify(report) : (report.problem ?? reportText(report)))
  try {
    terminal.onStop(cancel)
    if (isStopped) return stoppedCode
    if (action.kind === 'list' || action.kind === 'default') {
      if (action.kind === 'default')
        await client.request('engine.setDefault', { engine: action.engine, device: action.device })
      show(await client.request('engine.list', {}))
      return 0
    }
    hasBegun = true
    if (action.kind === 'try')
      await client.request('engine.try', { engine: action.engine, device: action.device })
    else if (action.kind === 'install') await client.request('engine.install', { source: action.source })
    else await client.request('engine.remove', {})
    // A wish that came before there was anything to cancel.
    if (isStopped) cancel()
    const report = await ended
    terminal.progress?.(null)
    show(report)
    if (isStopped) return stoppedCode
    const tried =
      action.kind === 'try'
        ? report.devices.find(({ engine, id }) => engine === action.engine && id === action.device)
        : undefined
    return report.problem === null && tried?.standing !== 'refused' ? 0 : 1
  } finally {
    client.close()
  }
}
