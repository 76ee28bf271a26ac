import { resolve } from 'node:path'
import { fieldSchema, findPreset, presetParams } from '#contract/params.ts'
import type { Experiment, Field, ParamValue } from '#contract/experiment.ts'
import { runIdSchema, type RunRequest } from '#contract/runs.ts'

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
  | { readonly name: 'runs'; readonly isJson: boolean; readonly action: RunsAction }
  | { readonly name: 'run'; readonly isJson: boolean; readonly request: RunRequest }
  | { readonly name: 'resume'; readonly isJson: boolean; readonly run: string }

export const usage = `Usage: npm run --silent lab -- COMMAND

  list [--json]                     the experiments, their presets, parameters and values
  run EXPERIMENT [--preset ID] [--set name=value]... [--seed N] [--engine NAME] [--json]
                                    trains, and prints the measured values; Ctrl-C stops and keeps the run
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
  readonly experiments: readonly Experiment[]
  /** Names of engines, whether they can be opened or not. */
  readonly engines: readonly string[]
  /** The seed of a run that names none. */
  readonly seed: number
}

const commands = ['list', 'run', 'resume', 'runs', 'data', 'doctor', 'help']

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
  if (!runIdSchema.safeParse(run).success)
    throw new UsageError(`"${run}" is not the name of a run; "runs list" has them.`)
  return run
}

function parseRun(words: readonly string[], { experiments, engines, seed: usualSeed }: Known): Command {
  const known = experiments.map((experiment) => experiment.id).join(', ')
  const [id, ...rest] = words
  if (id === undefined) throw new UsageError(`"run" needs an experiment; there are ${known}.`)
  const experiment = experiments.find((candidate) => candidate.id === id)
  if (!experiment) throw new UsageError(`There is no experiment "${id}"; there are ${known}.`)

  let presetId = experiment.defaultPreset
  let seed = usualSeed
  let engine = 'auto'
  let isJson = false
  const params: Record<string, ParamValue> = {}
  const queue = [...rest]
  const valueOf = (option: string): string => {
    const value = queue.shift()
    if (value === undefined || value.startsWith('--'))
      throw new UsageError(`${option} needs a value after it.`)
    return value
  }
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    // `--seed=3` is as good as `--seed 3`
    const [, option = word, attached] = /^(--[a-z]+)=(.*)$/s.exec(word) ?? []
    if (attached !== undefined) queue.unshift(attached)
    if (option === '--json') isJson = true
    else if (option === '--preset') presetId = valueOf(option)
    else if (option === '--engine') engine = parseEngine(valueOf(option), engines)
    else if (option === '--seed') seed = parseSeed(valueOf(option))
    else if (option === '--set') Object.assign(params, parseSetting(valueOf(option), experiment))
    else
      throw new UsageError(
        `"${word}" is not an option of run; there are --preset, --set, --seed, --engine, --json.`,
      )
  }
  const preset = findPreset(experiment, presetId)
  const request = { ...presetParams(experiment, preset), ...params } as RunRequest['params']
  return {
    name: 'run',
    isJson,
    request: { experiment: id, preset: preset.id, params: { ...request }, seed, engine },
  }
}

function parseEngine(text: string, engines: readonly string[]): string {
  const names = ['auto', ...engines]
  if (names.includes(text)) return text
  throw new UsageError(`There is no engine "${text}"; there are ${names.join(', ')}.`)
}

function parseSeed(text: string): number {
  const seed = Number(text)
  if (text.trim() === '' || !Number.isInteger(seed) || seed < 0 || seed > 4294967295)
    throw new UsageError(`--seed must be a whole number from 0 to 4294967295, not "${text}".`)
  return seed
}

function parseSetting(text: string, experiment: Experiment): Record<string, ParamValue> {
  const at = text.indexOf('=')
  if (at < 1) throw new UsageError(`--set needs name=value, not "${text}".`)
  const name = text.slice(0, at)
  const field = experiment.fields.find((candidate) => candidate.name === name)
  if (!field) {
    const names = experiment.fields.map((candidate) => candidate.name).join(', ')
    throw new UsageError(`There is no parameter "${name}" in ${experiment.id}; there are ${names}.`)
  }
  return { [name]: parseFieldText(field, text.slice(at + 1)) }
}

/** A typed value; its range is checked where every request is checked. */
function parseFieldText(field: Field, text: string): ParamValue {
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
