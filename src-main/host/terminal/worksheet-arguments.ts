/** The words after "worksheet". */
import { worksheetIdSchema } from '#contract/worksheet.ts'
import { readWords, UsageError } from '#processes/command-line.mjs'
import type { Command } from './command.ts'

/** Throws UsageError naming the word that cannot be used. */
export function parseWorksheetCommand(args: readonly string[]): Command {
  const { isHelp, words, has } = readWords('worksheet', args, { json: null }, 3)
  if (isHelp) return { name: 'help' }
  const [kind = 'list', ...rest] = words
  if (kind !== 'list' && kind !== 'show' && kind !== 'delete')
    throw new UsageError(`"${kind}" is not a worksheet command; there are list, show and delete.`)
  const [id = null, extra] = kind === 'list' ? [null, rest[0]] : rest
  if (extra !== undefined)
    throw new UsageError(`"${extra}" is one word too many for worksheet ${kind}; the only option is --json.`)
  if (id !== null && !worksheetIdSchema.safeParse(id).success)
    throw new UsageError(`"${id}" is not the name of a worksheet; "worksheet list" shows the names.`)
  const isJson = has('json')
  if (kind === 'list') return { name: 'worksheet', isJson, action: { kind } }
  if (kind === 'show') return { name: 'worksheet', isJson, action: { kind, worksheet: id } }
  if (id === null) throw new UsageError('Which worksheet is to be deleted? "worksheet list" shows the names.')
  return { name: 'worksheet', isJson, action: { kind, worksheet: id } }
}
