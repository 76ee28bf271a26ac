/** The words after "runs", "resume" and "verify". */
import { resolve } from 'node:path'
import { runIdSchema } from '#contract/runs.ts'
import { readWords, UsageError } from '#processes/command-line.mjs'
import { runsKinds, type Command } from './command.ts'

const options = { json: null }

/** The name of a run's folder. Throws UsageError where a word cannot be one. */
export function parseRunId(word: string): string {
  if (runIdSchema.safeParse(word).success) return word
  throw new UsageError(`"${word}" is not the name of a run; "runs list" shows the names.`)
}

function runNamed(command: string, word: string | undefined): string {
  if (word !== undefined) return parseRunId(word)
  throw new UsageError(`"${command}" needs the name of a run's folder after it; "runs list" shows the names.`)
}

/** Throws UsageError naming the word that cannot be used. */
export function parseResume(args: readonly string[]): Command {
  const { isHelp, words, has } = readWords('resume', args, options, 1)
  if (isHelp) return { name: 'help' }
  return { name: 'resume', isJson: has('json'), run: runNamed('resume', words[0]) }
}

const runsOptions = { ...options, labrun: 'FILE', tensorboard: 'FOLDER' }

/** Throws UsageError naming the word that cannot be used. */
export function parseRuns(args: readonly string[]): Command {
  const { isHelp, words, has, valueOf } = readWords('runs', args, runsOptions, 3)
  if (isHelp) return { name: 'help' }
  const [asked = 'list', ...rest] = words
  const kind = runsKinds.find((known) => known === asked)
  if (kind === undefined)
    throw new UsageError(`"${asked}" is not a runs command; there are ${runsKinds.join(', ')}.`)
  const [run, extra] = kind === 'list' ? [undefined, rest[0]] : rest
  if (extra !== undefined)
    throw new UsageError(`"${extra}" is one word too many for runs ${kind}; the only option is --json.`)
  const isJson = has('json')
  const [as, other] = (['labrun', 'tensorboard'] as const).filter(has)
  if (as !== undefined && kind !== 'export')
    throw new UsageError(`--${as} is an option of "runs export", not of "runs ${kind}".`)
  if (other !== undefined) throw new UsageError('Use either --labrun or --tensorboard, not both at once.')
  if (kind === 'list') return { name: 'runs', isJson, action: { kind } }
  const named = runNamed(`runs ${kind}`, run)
  const to = as === undefined ? undefined : valueOf(as)
  if (as === undefined || to === undefined) return { name: 'runs', isJson, action: { kind, run: named } }
  return { name: 'runs', isJson, action: { kind: 'write', run: named, as, to: resolve(to) } }
}

/** Files that one command may name. */
const mostFiles = 100

/** Throws UsageError naming the word that cannot be used. */
export function parseVerify(args: readonly string[]): Command {
  const { isHelp, words, has } = readWords('verify', args, options, mostFiles)
  if (isHelp) return { name: 'help' }
  if (words.length === 0)
    throw new UsageError('"verify" needs a replay file (.labrun), or a zip with such files, after it.')
  return { name: 'verify', isJson: has('json'), files: words.map((word) => resolve(word)) }
}
