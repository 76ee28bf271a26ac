import { readWords, UsageError } from '#processes/command-line.mjs'
import { formatMegabytes } from '#text/bytes.ts'
import { listed } from '#text/words.ts'
import { acquire, type AcquireOptions } from './acquire/acquire.ts'
import { acquisitionProblem, amountText } from './acquire/acquisition.ts'
import {
  findInstallation,
  removeInstallations,
  tensorflowFolder,
  usualSource,
  type Source,
} from './installation.ts'
import { findPackage, packageMissing } from './package.ts'
import { probeInstallation } from './probe.ts'
import type { ProbeResult } from './probe-record.ts'
import { probedDeviceText } from './state.ts'

export const engineCommandUsage = `Usage: npm run engine:tensorflow [-- options]

  (no option)      fetch TensorFlow's native library into the lab's data folder and try it
  --from wheel     from the TensorFlow wheel on the package index, with pip and g++ (Linux; CUDA 12)
  --from archive   from the archive of TensorFlow.js on Google storage (TensorFlow 2.9; CUDA 11.2)
  --status         what is installed, where, and whether it computes right
  --remove         delete it

LAB182_HOME names the data folder, LAB182_PYTHON the Python whose pip fetches the wheel.
`

type Task =
  | { readonly kind: 'install'; readonly source: Source }
  | { readonly kind: 'status' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'help' }
  | { readonly kind: 'problem'; readonly message: string }

const options = { from: 'wheel|archive', status: null, remove: null, help: null }

/** Parses the words after `npm run engine:tensorflow --`. */
export function parseEngineCommand(
  words: readonly string[],
  platform: NodeJS.Platform = process.platform,
): Task {
  try {
    const { isHelp, has, valueOf } = readWords('npm run engine:tensorflow', words, options)
    if (isHelp) return { kind: 'help' }
    const tasks = ['--from', '--status', '--remove'].filter((option) => has(option.slice(2)))
    if (tasks.length > 1) throw new UsageError(`${listed(tasks)} cannot be combined; give one of them.`)
    if (has('status')) return { kind: 'status' }
    if (has('remove')) return { kind: 'remove' }
    const source = valueOf('from') ?? usualSource(platform)
    if (source === 'archive' || source === 'wheel') return { kind: 'install', source }
    throw new UsageError(`--from needs "archive" or "wheel" after it, not "${source}".`)
  } catch (error) {
    if (error instanceof UsageError) return { kind: 'problem', message: error.message }
    throw error
  }
}

export interface EngineCommand {
  readonly home: string
  readonly probeEntry: URL
  readonly signal: AbortSignal
  readonly env: AcquireOptions['env']
  print(line: string): void
  /** A line that the next one replaces; null clears it. */
  progress(line: string | null): void
}

function probeText(probe: ProbeResult): string {
  return probe.outcome === 'passed'
    ? `computes right on ${probedDeviceText(probe)}`
    : `cannot be used: ${probe.problem}`
}

/** Carries out the command. Exit code: 0 done, 1 failed, 2 wrong usage, 130 cancelled. */
export async function runEngineCommand(words: readonly string[], command: EngineCommand): Promise<number> {
  const { home, print, signal, probeEntry } = command
  const task = parseEngineCommand(words)
  if (task.kind === 'help') return (print(engineCommandUsage), 0)
  if (task.kind === 'problem') return (print(task.message), 2)
  if (task.kind === 'remove') {
    const hadAny = await removeInstallations(home)
    print(
      hadAny ? `Deleted ${tensorflowFolder(home)}.` : 'There was no TensorFlow library; nothing was deleted.',
    )
    return 0
  }
  const jsPackage = findPackage()
  if (!jsPackage) return (print(packageMissing), 1)
  try {
    if (task.kind === 'status') {
      const installation = await findInstallation(home)
      if (!installation) {
        print('TensorFlow is not installed; run "npm run engine:tensorflow" to fetch it.')
        return 1
      }
      const probe = await probeInstallation(installation, jsPackage.version, { entry: probeEntry, signal })
      print(`TensorFlow ${installation.version}, from the ${installation.source}`)
      print(`  folder: ${installation.folder}`)
      for (const { name, bytes, sha256, checkedBy } of installation.downloads)
        print(`  fetched: ${name}, ${formatMegabytes(bytes, 0)}, SHA-256 ${sha256}, checked by ${checkedBy}`)
      print(`  trial: ${probeText(probe)}`)
      return probe.outcome === 'passed' ? 0 : 1
    }
    const { installation, probe } = await acquire({
      ...command,
      jsPackage,
      source: task.source,
      say: print,
      progress: (amount) => command.progress(amount && amountText(amount)),
    })
    print(
      `TensorFlow ${installation.version} is installed in ${installation.folder}; it ${probeText(probe)}.`,
    )
    return 0
  } catch (error) {
    if (signal.aborted) {
      print('Cancelled; what was installed before is as it was.')
      return 130
    }
    print(acquisitionProblem(error))
    return 1
  }
}
