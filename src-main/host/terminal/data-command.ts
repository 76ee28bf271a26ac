import { LabClient } from '#contract/client.ts'
import type { DatasetsState } from '#contract/datasets.ts'
import { memoryPorts } from '#contract/memory-port.ts'
import type { Lab } from '#main/lab.ts'
import { formatMegabytes } from '#text/bytes.ts'
import { formatNumber } from '#text/numbers.ts'
import type { DataAction } from './command.ts'
import type { Terminal } from './run-command.ts'
import { stoppedCode } from './stopping.ts'

const stateText = ({ auto, cifar10, download }: DatasetsState): string =>
  [
    cifar10
      ? `cifar10   ${formatNumber(cifar10.trainImages)} training and ${formatNumber(cifar10.testImages)} test images, from ${cifar10.source}, ${cifar10.isOfficial ? 'the official CIFAR-10' : 'not the official CIFAR-10 (its checksums are not the published ones)'}, SHA-256 ${cifar10.sha256}`
      : `cifar10   not available; "data import PATH" or "data download" (${formatMegabytes(download.bytes)})`,
    'shapes10  synthetic, drawn by the lab',
    `"auto" takes ${auto}`,
  ].join('\n')

function progressText({ job }: DatasetsState): string {
  if (!job) return ''
  const share = job.total === null || job.total === 0 ? '' : ` ${((100 * job.done) / job.total).toFixed(0)} %`
  return `CIFAR-10 · ${job.phase}${share}`
}

/** Lists, imports or downloads data sets over the lab's own port, and returns the exit code. */
export async function dataCommand(
  lab: Lab,
  action: DataAction,
  isJson: boolean,
  terminal: Terminal,
): Promise<number> {
  const [near, far] = memoryPorts()
  let hasBegun = false
  let isStopped = false
  let resolveEnd: (state: DatasetsState) => void
  const ended = new Promise<DatasetsState>((resolve) => (resolveEnd = resolve))
  const client = new LabClient(near, {
    onEvent: (event) => {
      if (event.type !== 'dataset.progress' || !hasBegun) return
      terminal.progress?.(progressText(event.datasets))
      if (event.datasets.job === null) resolveEnd(event.datasets)
    },
  })
  lab.connect(far)
  const cancel = (): void => {
    isStopped = true
    if (hasBegun) client.request('dataset.cancel', {}).catch(() => undefined)
  }
  try {
    terminal.onStop(cancel)
    if (isStopped) return stoppedCode
    if (action.kind === 'list') {
      const state = await client.request('dataset.list', {})
      terminal.print(isJson ? JSON.stringify(state) : stateText(state))
      return 0
    }
    hasBegun = true
    if (action.kind === 'import') await client.request('dataset.import', { path: action.path })
    else await client.request('dataset.download', {})
    // A wish that came before there was anything to cancel.
    if (isStopped) cancel()
    const state = await ended
    terminal.progress?.(null)
    const problem = state.problem ?? state.damage
    terminal.print(isJson ? JSON.stringify(state) : (problem ?? stateText(state)))
    if (isStopped) return stoppedCode
    return problem === null ? 0 : 1
  } finally {
    client.close()
  }
}
