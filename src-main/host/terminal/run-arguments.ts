/** The words after "run" and "answer". */
import type { NamedField, ParamValue } from '#contract/fields.ts'
import { fieldSchema } from '#contract/params.ts'
import { settingSchema } from '#contract/run-all.ts'
import { largestSeed, mostSeeds, type RunRequest } from '#contract/runs.ts'
import type { Slot } from '#experiments/part.ts'
import { readWords, UsageError } from '#processes/command-line.mjs'
import { readNumber } from '#text/read-number.mjs'
import { readNumbers } from '#text/read-numbers.mjs'
import { agree, listed } from '#text/words.ts'
import type { Command, Known } from './command.ts'
import { parseRunId } from './runs-arguments.ts'

const answerOptions = { hint: null, steps: null, run: 'RUN', json: null }
const problemOptions = { homework: null, seed: 'N', seeds: 'K', engine: 'NAME', device: 'ID', json: null }
const partOptions = { slot: 'ID', set: 'name=value', ...problemOptions }
const runAllOptions = { setting: 'short|homework', problem: 'N', seeds: 'K', resume: null, json: null }

/** The slots that a word names: those of a part, or the main ones of a problem. Throws UsageError for another word. */
export function slotsNamed(
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

/** Throws UsageError naming the word that cannot be used. */
export function parseRun(args: readonly string[], known: Known): Command {
  const asked = readWords('run', args, partOptions, 1)
  if (asked.isHelp) return { name: 'help' }
  const [word] = asked.words
  const { slots, isPart } = slotsNamed(word, known)
  // The options of a part name one of its slots and its fields; a problem has many of both.
  if (!isPart) readWords('run with a whole problem', args, problemOptions, 1)
  const slotId = asked.valueOf('slot') ?? 'main'
  const chosen = slots.filter(({ id }) => id === slotId)
  if (chosen.length === 0)
    throw new UsageError(
      `Part ${word} has no slot "${slotId}"; there ${agree(slots.length, 'is', 'are')} ${slots.map(({ id }) => id).join(', ')}.`,
    )
  const engine = parseEngine(asked.valueOf('engine') ?? 'auto', known.engines)
  const device = asked.valueOf('device') ?? 'auto'
  checkDevice(device, engine, known.engines)
  const seed = parseSeed(asked.valueOf('seed'), known.seed)
  const seeds = parseSeeds(asked.valueOf('seeds'))
  const settings = asked.valuesOf('set')
  return {
    name: 'run',
    isJson: asked.has('json'),
    seeds,
    requests: chosen.map((slot) => {
      const params = { ...(asked.has('homework') ? slot.homework : slot.defaults) }
      for (const setting of settings) Object.assign(params, parseSetting(setting, slot))
      return { part: slot.part, slot: slot.id, params: params as RunRequest['params'], seed, engine, device }
    }),
  }
}

/** Throws UsageError naming the word that cannot be used. */
export function parseRunAll(args: readonly string[], { problems }: Known): Command {
  const asked = readWords('run-all', args, runAllOptions)
  if (asked.isHelp) return { name: 'help' }
  const isJson = asked.has('json')
  if (asked.has('resume')) {
    const other = ['setting', 'problem', 'seeds'].find((option) => asked.has(option))
    if (other !== undefined)
      throw new UsageError(`--resume goes on with the plan that there is, so it takes no --${other}.`)
    return { name: 'run-all', isJson, order: null }
  }
  const setting = settingSchema.safeParse(asked.valueOf('setting') ?? 'short')
  if (!setting.success)
    throw new UsageError(
      `"${asked.valueOf('setting')}" is not a setting; there are ${settingSchema.options.join(' and ')}.`,
    )
  const numbers = problems.map(({ number }) => number)
  const named = asked.valuesOf('problem').map((word) => {
    const number = numbers.find((known) => String(known) === word)
    if (number !== undefined) return number
    throw new UsageError(`There is no problem "${word}" to run; there are ${numbers.join(', ')}.`)
  })
  const seeds = parseSeeds(asked.valueOf('seeds'))
  const order = { setting: setting.data, problems: named.length === 0 ? null : [...new Set(named)], seeds }
  return { name: 'run-all', isJson, order }
}

/** Throws UsageError naming the word that cannot be used. */
export function parseAnswer(args: readonly string[], known: Known): Command {
  const asked = readWords('answer', args, answerOptions, 1)
  if (asked.isHelp) return { name: 'help' }
  const [word] = asked.words
  const { isPart } = slotsNamed(word, known)
  if (word === undefined || !isPart) throw new UsageError('"answer" needs a part after it ("answer 4c").')
  const runs = asked.valuesOf('run').map(parseRunId)
  const isJson = asked.has('json')
  if (asked.has('hint') && asked.has('steps'))
    throw new UsageError('"--hint" and "--steps" exclude each other; "--steps" prints the hint as well.')
  const extent = asked.has('hint') ? 'hint' : asked.has('steps') ? 'steps' : 'answer'
  if (extent !== 'answer' && runs.length > 0)
    throw new UsageError(`"--run" names the run of an answer; "--${extent}" needs none.`)
  return { name: 'answer', isJson, part: word, extent, runs }
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

function parseSeed(text: string | undefined, usual: number): number {
  if (text === undefined) return usual
  const { value, problem } = readNumber(text)
  if (problem !== null) throw new UsageError(`--seed: ${problem}`)
  if (Number.isInteger(value) && value >= 0 && value <= largestSeed) return value
  throw new UsageError(`--seed must be a whole number from 0 to ${largestSeed}, not "${text}".`)
}

function parseSeeds(text: string | undefined): number {
  if (text === undefined) return 1
  const { value, problem } = readNumber(text)
  if (problem !== null) throw new UsageError(`--seeds: ${problem}`)
  if (Number.isInteger(value) && value >= 1 && value <= mostSeeds) return value
  throw new UsageError(`--seeds must be a whole number from 1 to ${mostSeeds}, not "${text}".`)
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
  if (field.kind === 'choice') {
    if (fieldSchema(field).safeParse(text).success) return text
    const options = listed(field.options.map((option) => option.value))
    throw new UsageError(`"${text}" is not a choice for ${field.name}; there are ${options}.`)
  }
  if (field.kind === 'number') {
    const { value, problem } = readNumber(text)
    if (problem === null) return value
    throw new UsageError(`${field.name}: ${problem}`)
  }
  const { values, problem } = readNumbers(text)
  if (problem === null) return values
  throw new UsageError(`${field.name}: ${problem}`)
}
