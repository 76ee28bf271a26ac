import { resolve } from 'node:path'
import type { NamedField, ParamValue } from '#contract/fields.ts'
import { fieldSchema } from '#contract/params.ts'
import { runIdSchema, type RunRequest } from '#contract/runs.ts'
import type { Slot } from '#experiments/part.ts'
import type { Problem } from '#experiments/problem.ts'

/** The words of the command line cannot be used; exit code 2. The message names the word and what is allowed. */
export class UsageError extends Error {}

export type DataAction =
  | { readonly kind: 'list' }
  | { readonly kind: 'import'; readonly path: string }
  | { readonly kind: 'download' }

const runsKinds = ['list', 'show', 'export', 'delete', 'release'] as const
export type RunsAction =
  | { readonly kind: 'list' }
  | { readonly kind: Exclude<(typeof runsKinds)[number], 'list'>; readonly run: string }

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | { readonly name: 'list'; readonly isJson: boolean }
  | { readonly name: 'doctor'; readonly isJson: boolean }
  | { readonly name: 'data'; readonly isJson: boolean; readonly action: DataAction }
  | { readonly name: 'run'; readonly isJson: boolean; readonly requests: readonly RunRequest[] }
  | {
      readonly name: 'answer'
      readonly isJson: boolean
      readonly part: string
      /** Runs to answer from; of a slot that none of them fills, the latest completed run. */
      readonly runs: readonly string[]
    }
  | { readonly name: 'runs'; readonly isJson: boolean; readonly action: RunsAction }
  | { readonly name: 'resume'; readonly isJson: boolean; readonly run: string }

export const usage = `Usage: npm run --silent lab -- COMMAND

  list [--json]                     the parts, their slots, parameters and values
  run PART [--slot ID] [--set name=value]... [--homework] [--seed N] [--engine NAME] [--device ID] [--json]
                                    trains, and prints the measured values; Ctrl-C stops and keeps the run
  run PROBLEM                       the same for every part of a problem ("run 2"), one after another
  answer PART [--run RUN]... [--json]
                                    the reference answer with the numbers of a run, the latest unless named
  resume RUN [--json]               goes on with a sweep that ended early; its finished trainings are kept
  runs [list] [--json]              the runs that are kept, newest first
  runs show|export|delete RUN [--json]
                                    its values; every sample as CSV (JSON lines with --json); delete it for good
  runs release RUN                  takes it from a lab on another machine that is gone, so that it can go on here
  data list|import PATH|download [--json]
                                    the data sets; CIFAR-10 from an archive or folder, or from its official address
  --version
  doctor [--json]                   versions, processor, memory, GPUs, engines, data folder
`

/** What the words may name. */
export interface Known {
  readonly problems: readonly Problem[]
  /** Engines and their devices, whether they can be opened or not. */
  readonly engines: readonly { readonly name: string; readonly deviceIds: readonly string[] }[]
  /** The seed of a run that names none. */
  readonly seed: number
}

const commands = ['list', 'run', 'answer', 'resume', 'runs', 'data', 'doctor', 'help']

/**
 * Parses the words after `lab --`. Throws UsageError naming the offending word and listing what is allowed.
 */
export function parseCommand(words: readonly string[], known: Known): Command {
  const [name, ...rest] = words
  if (rest.includes('--help')) return { name: 'help' }
  if (name === '--version') return { name: 'version' }
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') return { name: 'help' }
  if (name === 'list' || name === 'doctor') {
    const other = rest.find((word) => word !== '--json')
    if (other !== undefined) throw new UsageError(`"${other}" is not an option of ${name}; there is --json.`)
    return { name, isJson: rest.includes('--json') }
  }
  if (name === 'runs') return parseRuns(rest)
  if (name === 'data') return parseData(rest)
  if (name === 'run') return parseRun(rest, known)
  if (name === 'answer') return parseAnswer(rest, known)
  if (name === 'resume') return parseResume(rest)
  throw new UsageError(`"${name}" is not a command; there are ${commands.join(', ')}.`)
}

function parseData(words: readonly string[]): Command {
  const isJson = words.includes('--json')
  const [kind, path, ...more] = words.filter((word) => word !== '--json')
  if (kind === 'import' && path === undefined)
    throw new UsageError('"data import" needs the path of an archive or folder after it.')
  const extra = kind === 'import' ? more[0] : path
  if (extra !== undefined)
    throw new UsageError(`"${extra}" is one word too many for data ${kind}; there is --json.`)
  if (kind === 'list' || kind === 'download') return { name: 'data', isJson, action: { kind } }
  if (kind === 'import' && path !== undefined)
    return { name: 'data', isJson, action: { kind, path: resolve(path) } }
  throw new UsageError(
    kind === undefined
      ? '"data" needs list, import PATH or download after it.'
      : `"${kind}" is nothing that data can do; there are list, import PATH and download.`,
  )
}

function parseResume(words: readonly string[]): Command {
  return { name: 'resume', isJson: words.includes('--json'), run: runNamed('resume', words) }
}

function parseRuns(words: readonly string[]): Command {
  const isJson = words.includes('--json')
  const [asked = 'list', ...rest] = words.filter((word) => word !== '--json')
  const kind = runsKinds.find((known) => known === asked)
  if (kind === undefined)
    throw new UsageError(`"${asked}" is nothing that runs can do; there are ${runsKinds.join(', ')}.`)
  if (kind !== 'list') return { name: 'runs', isJson, action: { kind, run: runNamed(`runs ${kind}`, rest) } }
  if (rest[0] !== undefined)
    throw new UsageError(`"${rest[0]}" is one word too many for runs list; there is --json.`)
  return { name: 'runs', isJson, action: { kind } }
}

/** The one run that the words after a command name. */
function runNamed(command: string, words: readonly string[]): string {
  const [run, extra] = words.filter((word) => word !== '--json')
  if (run === undefined)
    throw new UsageError(`"${command}" needs the name of a run's folder after it; "runs list" has them.`)
  if (extra !== undefined)
    throw new UsageError(`"${extra}" is one word too many for ${command}; there is --json.`)
  return parseRunId(run)
}

function parseRunId(word: string): string {
  if (runIdSchema.safeParse(word).success) return word
  throw new UsageError(`"${word}" is not the name of a run; "runs list" has them.`)
}

/** Hands out the words of a command; `--name=value` is as good as `--name value`. */
function wordsOf(words: readonly string[]) {
  const queue = [...words]
  return {
    next(): string | undefined {
      const word = queue.shift()
      const [, option = word, attached] = /^(--[a-z]+)=(.*)$/s.exec(word ?? '') ?? []
      if (attached !== undefined) queue.unshift(attached)
      return option
    },
    valueOf(option: string): string {
      const value = queue.shift()
      if (value === undefined || value.startsWith('--'))
        throw new UsageError(`${option} needs a value after it.`)
      return value
    },
  }
}

/** The slots that a word names: those of a part, or the main ones of a problem. */
function slotsNamed(
  word: string | undefined,
  { problems }: Known,
): { slots: readonly Slot[]; isPart: boolean } {
  const ids = problems.flatMap(({ parts }) => parts.map(({ id }) => id)).join(', ')
  if (word === undefined) throw new UsageError(`A part is missing; there are ${ids}.`)
  const problem = problems.find(({ number }) => String(number) === word)
  if (problem)
    return {
      slots: problem.parts.flatMap(({ slotList }) => slotList.filter(({ id }) => id === 'main')),
      isPart: false,
    }
  const part = problems.flatMap(({ parts }) => parts).find(({ id }) => id === word)
  if (!part) throw new UsageError(`There is no part "${word}"; there are ${ids}.`)
  return { slots: part.slotList, isPart: true }
}

function parseRun([word, ...rest]: readonly string[], known: Known): Command {
  const { slots, isPart } = slotsNamed(word, known)
  let slotId = 'main'
  let { seed } = known
  let engine = 'auto'
  let device = 'auto'
  let isJson = false
  let isHomework = false
  const settings: string[] = []
  const words = wordsOf(rest)
  for (let option = words.next(); option !== undefined; option = words.next()) {
    if (option === '--json') isJson = true
    else if (option === '--homework') isHomework = true
    else if (option === '--slot' && isPart) slotId = words.valueOf(option)
    else if (option === '--engine') engine = parseEngine(words.valueOf(option), known.engines)
    else if (option === '--device') device = words.valueOf(option)
    else if (option === '--seed') seed = parseSeed(words.valueOf(option))
    else if (option === '--set' && isPart) settings.push(words.valueOf(option))
    else
      throw new UsageError(
        isPart
          ? `"${option}" is not an option of run; there are --slot, --set, --homework, --seed, --engine, --device, --json.`
          : `"${option}" is not an option for a whole problem; there are --homework, --seed, --engine, --device, --json.`,
      )
  }
  checkDevice(device, engine, known.engines)
  const asked = slots.filter(({ id }) => id === slotId)
  if (asked.length === 0)
    throw new UsageError(
      `Part ${word} has no slot "${slotId}"; there ${slots.length === 1 ? 'is' : 'are'} ${slots.map(({ id }) => id).join(', ')}.`,
    )
  return {
    name: 'run',
    isJson,
    requests: asked.map((slot) => {
      const params = { ...(isHomework ? slot.homework : slot.defaults) }
      for (const setting of settings) Object.assign(params, parseSetting(setting, slot))
      return { part: slot.part, slot: slot.id, params: params as RunRequest['params'], seed, engine, device }
    }),
  }
}

function parseAnswer([word, ...rest]: readonly string[], known: Known): Command {
  const { isPart } = slotsNamed(word, known)
  if (word === undefined || !isPart) throw new UsageError('"answer" needs a part after it ("answer 4c").')
  let isJson = false
  const runs: string[] = []
  const words = wordsOf(rest)
  for (let option = words.next(); option !== undefined; option = words.next()) {
    if (option === '--json') isJson = true
    else if (option === '--run') runs.push(parseRunId(words.valueOf(option)))
    else throw new UsageError(`"${option}" is not an option of answer; there are --run, --json.`)
  }
  return { name: 'answer', isJson, part: word, runs }
}

function parseEngine(text: string, engines: Known['engines']): string {
  const names = ['auto', ...engines.map(({ name }) => name)]
  if (names.includes(text)) return text
  throw new UsageError(`There is no engine "${text}"; there are ${names.join(', ')}.`)
}

function checkDevice(device: string, engine: string, engines: Known['engines']): void {
  const among = engines.filter(({ name }) => engine === 'auto' || name === engine)
  const ids = ['auto', ...new Set(among.flatMap(({ deviceIds }) => deviceIds))]
  if (!ids.includes(device))
    throw new UsageError(
      `There is no device "${device}"${engine === 'auto' ? '' : ` of ${engine}`}; there are ${ids.join(', ')}.`,
    )
}

function parseSeed(text: string): number {
  const seed = Number(text)
  if (text.trim() === '' || !Number.isInteger(seed) || seed < 0 || seed > 4294967295)
    throw new UsageError(`--seed must be a whole number from 0 to 4294967295, not "${text}".`)
  return seed
}

function parseSetting(text: string, { key, fields }: Slot): Record<string, ParamValue> {
  const at = text.indexOf('=')
  if (at < 1) throw new UsageError(`--set needs name=value, not "${text}".`)
  const name = text.slice(0, at)
  const field = fields.find((candidate) => candidate.name === name)
  if (!field) {
    const names = fields.map((candidate) => candidate.name).join(', ') || 'none'
    throw new UsageError(`There is no parameter "${name}" in ${key}; there are ${names}.`)
  }
  return { [name]: parseFieldText(field, text.slice(at + 1)) }
}

/** A typed value; its range is checked where every request is checked. */
function parseFieldText(field: NamedField, text: string): ParamValue {
  const number = (word: string): number => {
    const parsed = Number(word)
    if (word.trim() === '' || Number.isNaN(parsed))
      throw new UsageError(`"${word}" is not a number for ${field.name}.`)
    return parsed
  }
  if (field.kind === 'number') return number(text)
  if (field.kind === 'numbers')
    return text
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(number)
  if (fieldSchema(field).safeParse(text).success) return text
  const options = field.options.map((option) => option.value).join(', ')
  throw new UsageError(`"${text}" is not a choice for ${field.name}; there are ${options}.`)
}
