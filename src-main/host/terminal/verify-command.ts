import { existsSync } from 'node:fs'
import { readFile, rm, stat, symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ReplayReport } from '#contract/replay.ts'
import { slotKey } from '#contract/runs.ts'
import { temporaryFolder } from '#host/temporary-folder.ts'
import type { Lab } from '#main/lab.ts'
import { UsageError } from '#processes/command-line.mjs'
import { compareRuns } from '#replay/compare-runs.ts'
import { readLabrun, type OpenedLabrun } from '#replay/read-labrun.ts'
import { isZip, replayFilesIn, zipLimits, type NamedBytes } from '#replay/read-zip.ts'
import { formatBytes } from '#text/bytes.ts'
import { Rerunner } from './rerun.ts'
import type { Terminal } from './run-command.ts'
import { stoppedCode } from './stopping.ts'
import { reportLines, tableLines, type Verified } from './verify-report.ts'

/** What a lab of its own shares with the user's: data sets, and engines that were installed. */
const shared = ['data', 'datasets', 'engines']

/** The replay files that a word names: itself, or those in a zip. Throws UsageError where there is no such file. */
async function filesOf(path: string): Promise<{ readonly files: NamedBytes[]; readonly isZip: boolean }> {
  const name = basename(path)
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  )
  if (size === null) throw new UsageError(`There is no file "${path}".`)
  if (size > zipLimits.bytes)
    throw new Error(
      `"${name}" has ${formatBytes(size)}; a file to verify has at most ${formatBytes(zipLimits.bytes)}.`,
    )
  const bytes = await readFile(path)
  if (!isZip(bytes)) return { files: [{ name, bytes }], isZip: false }
  const files = replayFilesIn(bytes, name)
  if (files.length === 0)
    throw new Error(`"${name}" holds no replay file (.labrun), so there is nothing to verify.`)
  return { files, isZip: true }
}

/** The part of `verify` that needs a lab: one in a temporary folder, so that the user's runs stay as they are. */
async function withOwnLab<T>(
  { home, open }: { readonly home: string; readonly open: (home: string) => Promise<Lab> },
  use: (lab: Lab) => Promise<T>,
): Promise<T> {
  const folder = await temporaryFolder('verify')
  try {
    for (const name of shared)
      // "junction" is what Windows lets every user make; elsewhere it means nothing.
      if (existsSync(join(home, name))) await symlink(join(home, name), join(folder, name), 'junction')
    const lab = await open(folder)
    try {
      return await use(lab)
    } finally {
      await lab.close()
    }
  } finally {
    // Links are removed, not followed.
    await rm(folder, { recursive: true, force: true })
  }
}

/** Repeats the runs in these files and reports which come out the same; returns the exit code: 0 all, 1 not all, 130 stopped. */
export async function verifyCommand(
  paths: readonly string[],
  isJson: boolean,
  terminal: Terminal,
  labs: { readonly home: string; readonly open: (home: string) => Promise<Lab> },
): Promise<number> {
  const read: { readonly files: NamedBytes[]; readonly isZip: boolean }[] = []
  for (const path of paths) read.push(await filesOf(path))
  const files = read.flatMap((each) => each.files)
  return withOwnLab(labs, async (lab) => {
    const rerunner = new Rerunner(lab, terminal)
    const all: Verified[] = []
    try {
      for (const file of files) {
        if (rerunner.isStopped) return stoppedCode
        const verified = await verify(file, rerunner)
        if (rerunner.isStopped) return stoppedCode
        all.push(verified)
        if (isJson) terminal.print(JSON.stringify({ type: 'verified', ...verified }))
        else for (const line of reportLines(verified)) terminal.print(line)
      }
    } finally {
      rerunner.close()
    }
    const repeated = all.filter(({ repeats }) => repeats).length
    if (isJson) terminal.print(JSON.stringify({ type: 'result', runs: all.length, repeated }))
    else if (all.length > 1 || read.some((each) => each.isZip))
      for (const line of tableLines(all)) terminal.print(line)
    return repeated === all.length ? 0 : 1
  })
}

async function verify({ name, bytes }: NamedBytes, rerunner: Rerunner): Promise<Verified> {
  let recorded: OpenedLabrun | null = null
  try {
    recorded = await readLabrun(bytes, name)
    const report = compareRuns(recorded, await rerunner.repeat(recorded))
    return { file: name, ...about(recorded), repeats: isRepeated(report), report, problem: null }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const problem = recorded === null ? why : `The run cannot be repeated here: ${why}`
    return { file: name, ...about(recorded), repeats: false, report: null, problem }
  }
}

const isRepeated = ({ verdict }: ReplayReport): boolean => verdict === 'equal' || verdict === 'within'

const about = (recorded: OpenedLabrun | null): Pick<Verified, 'slot' | 'seed' | 'run'> =>
  recorded === null
    ? { slot: null, seed: null, run: null }
    : { slot: slotKey(recorded.run.request), seed: recorded.run.request.seed, run: recorded.run.id }
