import { resolve } from 'node:path'
import { readWords, UsageError } from '#processes/command-line.mjs'
import type { Command, Known } from './command.ts'
import { parseDemo } from './demo-arguments.ts'
import { parseEngineCommand } from './engine-arguments.ts'
import { parseExport } from './export-arguments.ts'
import { parseAnswer, parseRun, parseRunAll, slotsNamed } from './run-arguments.ts'
import { parseResume, parseRuns, parseVerify } from './runs-arguments.ts'
import { parseWorksheetCommand } from './worksheet-arguments.ts'

const commands = [
  'list',
  'run',
  'run-all',
  'answer',
  'resume',
  'runs',
  'verify',
  'worksheet',
  'export',
  'data',
  'demo',
  'engine',
  'doctor',
  'help',
]

/**
 * Parses the words after `lab --`. Throws UsageError naming the offending word and listing what is allowed.
 */
export function parseCommand(words: readonly string[], known: Known): Command {
  const [name, ...rest] = words
  switch (name) {
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      return { name: 'help' }
    case '--version':
      return { name: 'version' }
    case 'list':
      return parseList(rest, known)
    case 'doctor': {
      const { isHelp, has } = readWords(name, rest, { json: null, policy: null })
      return isHelp ? { name: 'help' } : { name, isJson: has('json'), isPolicyOnly: has('policy') }
    }
    case 'data':
      return parseData(rest)
    case 'engine':
      return parseEngineCommand(rest)
    case 'runs':
      return parseRuns(rest)
    case 'worksheet':
      return parseWorksheetCommand(rest)
    case 'demo':
      return parseDemo(rest)
    case 'resume':
      return parseResume(rest)
    case 'verify':
      return parseVerify(rest)
    case 'export':
      return parseExport(rest)
    case 'run':
      return parseRun(rest, known)
    case 'run-all':
      return parseRunAll(rest, known)
    case 'answer':
      return parseAnswer(rest, known)
    default:
      throw new UsageError(`"${name}" is not a command; there are ${commands.join(', ')}.`)
  }
}

/** "list", "list 4" or "list 4c". */
function parseList(args: readonly string[], known: Known): Command {
  const { isHelp, words, has } = readWords('list', args, { json: null }, 1)
  if (isHelp) return { name: 'help' }
  const [word] = words
  const isJson = has('json')
  if (word === undefined) return { name: 'list', isJson, problems: known.problems }
  const named = new Set(slotsNamed(word, known).slots.map(({ part }) => part))
  const problems = known.problems.flatMap((problem) => {
    const parts = problem.parts.filter(({ id }) => named.has(id))
    return parts.length > 0 ? [{ ...problem, parts }] : []
  })
  return { name: 'list', isJson, problems }
}

function parseData(args: readonly string[]): Command {
  const { isHelp, words, has } = readWords('data', args, { json: null }, 3)
  if (isHelp) return { name: 'help' }
  const isJson = has('json')
  const [kind, ...rest] = words
  if (kind === undefined) throw new UsageError('"data" needs list, import PATH or download after it.')
  if (kind !== 'list' && kind !== 'import' && kind !== 'download')
    throw new UsageError(`"${kind}" is not a data command; use list, import PATH or download.`)
  const [path, extra] = kind === 'import' ? rest : [undefined, rest[0]]
  if (extra !== undefined)
    throw new UsageError(`"${extra}" is one word too many for data ${kind}; the only option is --json.`)
  if (kind !== 'import') return { name: 'data', isJson, action: { kind } }
  if (path === undefined)
    throw new UsageError('"data import" needs the path of an archive or folder after it.')
  return { name: 'data', isJson, action: { kind, path: resolve(path) } }
}
