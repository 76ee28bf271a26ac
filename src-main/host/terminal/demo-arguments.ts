/** The words after "demo". */
import { resolve } from 'node:path'
import { readWords, UsageError } from '#processes/command-line.mjs'
import type { Command } from './command.ts'

/** "demo play FILE --check [--live] [--json]". Throws UsageError naming the word that cannot be used. */
export function parseDemo(args: readonly string[]): Command {
  const { isHelp, words, has } = readWords('demo', args, { check: null, json: null, live: null }, 2)
  if (isHelp) return { name: 'help' }
  const [kind, file] = words
  if (kind !== 'play') throw new UsageError('"demo" needs play FILE --check after it.')
  if (file === undefined) throw new UsageError('"demo play" needs the file of a demo after it.')
  if (!has('check'))
    throw new UsageError(
      'A terminal only checks a demo: add --check; to watch it, open it in the lab’s window.',
    )
  return { name: 'demo', isJson: has('json'), isTrained: has('live'), file: resolve(file) }
}
