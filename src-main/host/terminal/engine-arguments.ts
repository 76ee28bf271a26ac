/** The words after "engine". */
import { librarySourceSchema } from '#contract/engines.ts'
import { readWords, UsageError } from '#processes/command-line.mjs'
import type { Command, EngineAction } from './command.ts'

const kinds = 'list, try, install, remove or default'

/** Throws UsageError naming the word that cannot be used. */
export function parseEngineCommand(args: readonly string[]): Command {
  const { isHelp, words, has } = readWords('engine', args, { json: null }, 3)
  if (isHelp) return { name: 'help' }
  return { name: 'engine', isJson: has('json'), action: parseAction(words) }
}

function parseAction([kind, first, second]: readonly string[]): EngineAction {
  switch (kind) {
    case undefined:
      throw new UsageError(`"engine" needs ${kinds} after it.`)
    case 'list':
    case 'remove':
      refuseMore(kind, first)
      return { kind }
    case 'install': {
      refuseMore('install', second)
      const source = librarySourceSchema.safeParse(first)
      if (!source.success) throw new UsageError('"engine install" needs "wheel" or "archive" after it.')
      return { kind, source: source.data }
    }
    case 'try':
    case 'default':
      if (kind === 'default' && first === 'auto') {
        refuseMore('default auto', second)
        return { kind, engine: 'auto', device: 'auto' }
      }
      if (first === undefined || second === undefined)
        throw new UsageError(`"engine ${kind}" needs an engine and a device after it ("onnx cpu").`)
      return { kind, engine: first, device: second }
    default:
      throw new UsageError(`"${kind}" is not an engine command; use ${kinds}.`)
  }
}

function refuseMore(kind: string, extra: string | undefined): void {
  if (extra !== undefined)
    throw new UsageError(`"${extra}" is one word too many for engine ${kind}; the only option is --json.`)
}
