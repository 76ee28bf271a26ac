/** The doctor's report as findings: each with its state, and a sentence. */
import { deviceWords, type Device } from '#contract/devices.ts'
import type { Finding, FindingState } from '#contract/doctor.ts'
import type { LabDescription } from '#contract/messages.ts'
import { policyLines } from '#policy/policy-report.ts'
import { formatBytes, formatMegabytes } from '#text/bytes.ts'
import type { DoctorReport, GpuFinding } from './doctor.ts'

/** A run of problem 4 and a hand-in with its files take less than this. */
const fewestFreeBytes = 200e6
/** Below it the disk may be full before the homework is done; CIFAR-10 alone takes 370 MB while it is imported. */
const comfortableFreeBytes = 1e9
/** Problem 5's largest network and the page take about this much. */
const comfortableMemoryBytes = 4e9

const amount = (bytes: number | null): string => (bytes === null ? 'unknown' : formatBytes(bytes))
const finding = (
  group: string,
  name: string,
  sentence: string,
  state: FindingState = 'ok',
  details: string[] = [],
): Finding => ({ group, name, state, sentence, details })

function gpuFindings(name: string, { gpus, problem, isBroken }: GpuFinding): Finding[] {
  const found = gpus.map((gpu) => {
    const vram = `VRAM ${amount(gpu.vramUsedBytes)} used of ${amount(gpu.vramTotalBytes)}`
    return finding('GPUs', name, `${gpu.name}, ${vram}${gpu.driver ? `, driver ${gpu.driver}` : ''}`)
  })
  if (gpus.length > 0 && problem === null) return found
  return [...found, finding('GPUs', name, problem ?? 'nothing', isBroken ? 'warning' : 'ok')]
}

const orOn = (device: Device): string =>
  `or on "${device.id}": ${deviceWords(device)}${device.driver === undefined ? '' : `, driver ${device.driver}`}`

/** An engine with the device it takes, and a line for each further device of it. */
function engineFinding(
  { name, trains, description, devices, problem }: LabDescription['engines'][number],
  isNeeded: boolean,
): Finding {
  if (!description?.device)
    return finding('Engines', name, `cannot be opened. ${problem}`, isNeeded ? 'missing' : 'ok')
  const { device: taken, detail, reason } = description
  const others = devices.flatMap(({ device, problem: why }) =>
    device.id === taken.id ? [] : [why === null ? orOn(device) : `not on "${device.id}": ${why}`],
  )
  const isSlow = trains === 'networks' && taken.api === 'wasm'
  const onDevice = `on ${deviceWords(taken)}, ${detail}. ${reason}`
  return finding('Engines', name, onDevice, isSlow ? 'warning' : 'ok', others)
}

/** Engines: each that is the only one for what it trains is needed. */
function engineFindings(engines: LabDescription['engines']): Finding[] {
  const canOpen = ({ description }: LabDescription['engines'][number]): boolean => !!description?.device
  return engines.map((engine) => {
    const isNeeded = !engines.some((other) => other.trains === engine.trains && canOpen(other))
    return engineFinding(engine, isNeeded)
  })
}

function folderFinding({ folder, isWritable, isOther, problem }: DoctorReport['home']): Finding {
  if (isWritable) return finding('Data', 'folder', `${folder} (writable)`)
  const remedy = 'give the user write permission, or name another folder in LAB182_HOME'
  const sentence = isOther ? (problem ?? '') : `${folder} (not writable: ${problem}); ${remedy}`
  return finding('Data', 'folder', sentence, 'missing')
}

function diskFinding(bytes: number | null): Finding {
  const free = amount(bytes)
  if (bytes === null) return finding('Data', 'disk free', free, 'warning')
  if (bytes < fewestFreeBytes)
    return finding(
      'Data',
      'disk free',
      `${free}; the homework needs ${formatMegabytes(fewestFreeBytes, 0)}: free some space`,
      'missing',
    )
  if (bytes < comfortableFreeBytes)
    return finding(
      'Data',
      'disk free',
      `${free}; less than ${formatMegabytes(1e9, 0)} may fill up`,
      'warning',
    )
  return finding('Data', 'disk free', free)
}

function policyFindings({ policy }: DoctorReport): Finding[] {
  return policyLines(policy).map((line) => {
    const text = line.trim()
    if (text === policy.problem) return finding('Policy', 'problem', text, 'missing')
    const [name = '', ...rest] = text.split(': ')
    return rest.length === 0 ? finding('Policy', 'set', text) : finding('Policy', name, rest.join(': '))
  })
}

/** What stands in the report of an examination, in the order in which it is read. */
export function findingsOf(report: DoctorReport): Finding[] {
  const { home, processor, memory, gpus, gpuMemory, display } = report
  const isShort = memory.totalBytes < comfortableMemoryBytes
  return [
    ...Object.entries(report.versions).map(([name, version]) => finding('Versions', name, version)),
    ...Object.entries(report.packages).map(([name, version]) => {
      // Without it the lab is served to a browser; an engine whose package is missing is a finding of its own.
      const sentence = version ?? 'not installed'
      return finding('Packages', name, sentence, version === null ? 'warning' : 'ok')
    }),
    finding('Machine', 'processor', `${processor.model}, ${processor.cores} cores`),
    finding(
      'Machine',
      'memory',
      `${amount(memory.freeBytes)} free of ${amount(memory.totalBytes)}${isShort ? '; problem 5 may run out of it' : ''}`,
      isShort ? 'warning' : 'ok',
    ),
    finding('Machine', 'display', display.isPresent ? 'present' : 'none; the lab is served to a browser'),
    report.printer === null
      ? finding(
          'Machine',
          'PDF',
          'no Chromium was found, so a hand-in has no PDF; install one, name it in CHROME_PATH, or use the Electron window',
          'warning',
        )
      : finding('Machine', 'PDF', `made by ${report.printer}`),
    ...gpuFindings('systeminformation', gpus.systeminformation),
    ...gpuFindings('nvidia-smi', gpus.nvidiaSmi),
    ...[...gpuMemory.sources, gpuMemory.problem ?? []].flat().map((line) => finding('GPUs', 'memory', line)),
    ...engineFindings(report.engines),
    ...policyFindings(report),
    folderFinding(home),
    diskFinding(home.diskFreeBytes),
    finding('Data', 'CIFAR-10', report.cifar10.words, report.cifar10.isPresent ? 'ok' : 'warning'),
  ]
}
