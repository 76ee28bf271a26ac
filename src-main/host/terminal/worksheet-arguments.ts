/** The words after "worksheet". */
import { worksheetIdSchema } from '#contract/worksheet.ts'
import { readWords, UsageError } from '#processes/command-line.mjs'
import type { Command } from './command.ts'

/** Throws UsageError naming the word that cannot be used. */
export function parseWorksheetCommand(args: readonly string[]): Command {
  const { isHelp, words, has } = readWords('worksheet', args, { json: null }, 3)
  if (isHelp) return { name: 'help' }
  const [kind = 'list', ...rest] = words
  if (kind !== 'list' && kind !== 'show')
    throw new UsageError(`"${kind}" is not a worksheet command; there are list and show.`)
  const [id = null, extra] = kind === 'show' ? rest : [null, rest[0]]
  if (extra !== undefined)
    throw new UsageError(`"${extra}" is one word too many for worksheet ${kind}; the only option is --json.`)
  if (id !== null && !worksheetIdSchema.safeParse(id).success)
    throw new UsageError(`"${id}" is not the name of a worksheet; "worksheet list" shows the names.`)
  const isJson = has('json')
  return { name: 'worksheet', isJson, action: kind === 'list' ? { kind } : { kind, worksheet: id } }
}
