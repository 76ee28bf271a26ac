/** The words after "runs" and "resume". */
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

/** Throws UsageError naming the word that cannot be used. */
export function parseRuns(args: readonly string[]): Command {
  const { isHelp, words, has } = readWords('runs', args, options, 3)
  if (isHelp) return { name: 'help' }
  const [asked = 'list', ...rest] = words
  const kind = runsKinds.find((known) => known === asked)
  if (kind === undefined)
    throw new UsageError(`"${asked}" is not a runs command; there are ${runsKinds.join(', ')}.`)
  const [run, extra] = kind === 'list' ? [undefined, rest[0]] : rest
  if (extra !== undefined)
    throw new UsageError(`"${extra}" is one word too many for runs ${kind}; the only option is --json.`)
  const isJson = has('json')
  if (kind === 'list') return { name: 'runs', isJson, action: { kind } }
  return { name: 'runs', isJson, action: { kind, run: runNamed(`runs ${kind}`, run) } }
}
