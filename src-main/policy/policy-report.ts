/** The policy of a machine for the doctor: what is in force, and from where. */
import { existsSync } from 'node:fs'
import type { Lock, Policy } from '#contract/policy.ts'
import { readMachinePolicy, type PolicyFolders } from './policy.ts'
import { policyPlace } from './policy-place.ts'

export interface PolicyReport extends Policy {
  readonly folders: PolicyFolders
  readonly engine: string | null
  readonly path: string
  /** LAB182_POLICY names the file. */
  readonly isNamed: boolean
  readonly isPresent: boolean
}

export function examinePolicy(): PolicyReport {
  const place = policyPlace()
  const { policy, folders, engine } = readMachinePolicy(place)
  return { ...policy, folders, engine, ...place, isPresent: existsSync(place.path) }
}

const inWords = (lock: Lock): string => (typeof lock === 'string' ? lock : `locked until ${lock.lockedUntil}`)

/** What the doctor prints about the policy, one line each; only what is set, but for the locks. */
export function policyLines(report: PolicyReport): string[] {
  const { references, hints, parts, quota, folders, problem, path, isNamed, isPresent } = report
  const from = isNamed ? ', named by LAB182_POLICY' : ''
  const lines = [
    `file: ${path}${isPresent ? from : ` (none${from})`}`,
    `reference answers: ${inWords(references)}; hints and steps: ${inWords(hints)}`,
    ...Object.entries(parts).map(([id, locks]) => {
      const set = [
        locks.references === undefined ? [] : `reference answers ${inWords(locks.references)}`,
        locks.hints === undefined ? [] : `hints and steps ${inWords(locks.hints)}`,
      ].flat()
      return `part ${id}: ${set.length > 0 ? set.join(', ') : 'as all parts'}`
    }),
    report.course === null ? [] : `course: ${report.course}`,
    report.seed === null ? [] : `seed of every form: ${report.seed}`,
    report.engine === null ? [] : `engine and device of runs that name none: ${report.engine}`,
    folders.home === null ? [] : `data folder: ${folders.home} (LAB182_HOME comes before it)`,
    folders.datasets === null ? [] : `data sets of all users: ${folders.datasets}`,
    folders.engines === null ? [] : `engines of all users: ${folders.engines}`,
    quota.runs === null ? [] : `at most ${quota.runs} runs in a data folder`,
    quota.bytes === null ? [] : `at most ${quota.bytes / 1e6} MB of runs in a data folder`,
    report.isDownloadAllowed ? [] : 'downloads: off',
    report.hasShortcuts ? [] : 'keyboard shortcuts: off',
    problem ?? [],
  ].flat()
  return lines.map((line) => `  ${line}`)
}
