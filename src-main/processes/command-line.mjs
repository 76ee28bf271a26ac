// @ts-check
/** The one grammar of every command line of the lab. In JavaScript, because `npm start` needs it before a build. */
import { parseArgs } from 'node:util'

/** The words of a command line cannot be used; exit code 2. The message names the word and what is allowed. */
export class UsageError extends Error {}

/**
 * Option name -> what stands for its value in a list of the options ("N"), or null where it takes none.
 * @typedef {Readonly<Record<string, string | null>>} Options
 */

/**
 * @typedef {object} Asked
 * @property {boolean} isHelp `--help` or `-h` is among the words; nothing else was checked
 * @property {readonly string[]} words the words that belong to no option, in their order
 * @property {(option: string) => boolean} has
 * @property {(option: string) => string | undefined} valueOf the last value that was given
 * @property {(option: string) => readonly string[]} valuesOf
 */

/** @param {readonly string[]} items */
const listed = (items) =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`

/**
 * "there is --json", "there are --port N and --help".
 * @param {Options} options
 */
function available(options) {
  const names = Object.entries(options).map(
    ([name, value]) => `--${name}${value === null ? '' : ` ${value}`}`,
  )
  return `there ${names.length === 1 ? 'is' : 'are'} ${listed(names)}`
}

/**
 * Reads the words of a command: `--name value`, `--name=value`, `--flag`, and at most `mostWords` words besides; what
 * follows `--` is no option. Throws UsageError naming the first word that cannot be used; `command` is what it calls
 * the command.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} options
 * @param {number} [mostWords]
 * @returns {Asked}
 */
export function readWords(command, args, options, mostWords = 0) {
  const { tokens } = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(
        Object.entries(options).map(([name, value]) => [
          name,
          { type: value === null ? /** @type {const} */ ('boolean') : /** @type {const} */ ('string') },
        ]),
      ),
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
    // The errors are ours: they say what there is.
    strict: false,
    tokens: true,
  })
  /** @type {Map<string, string[]>} */
  const given = new Map()
  /** @type {string[]} */
  const words = []
  const isHelp = tokens.some((token) => token.kind === 'option' && token.name === 'help')
  if (!isHelp)
    for (const token of tokens) {
      if (token.kind === 'positional') {
        if (words.length === mostWords)
          throw new UsageError(
            mostWords === 0
              ? `"${token.value}" is not an option of ${command}; ${available(options)}.`
              : `"${token.value}" is one word too many for ${command}; ${available(options)}.`,
          )
        words.push(token.value)
      }
      if (token.kind !== 'option') continue
      const { name, rawName, value, inlineValue } = token
      if (!Object.hasOwn(options, name) || !rawName.startsWith('--'))
        throw new UsageError(`"${rawName}" is not an option of ${command}; ${available(options)}.`)
      const isFlag = options[name] === null
      if (isFlag && value !== undefined)
        throw new UsageError(`${rawName} takes no value, so "${rawName}=${value}" cannot be used.`)
      // "--slot --json" forgot a value; "--seed -1" has one, though a wrong one.
      if (!isFlag && (value === undefined || (!inlineValue && value.startsWith('--'))))
        throw new UsageError(`${rawName} needs a value after it (${rawName} ${options[name]}).`)
      given.set(name, [...(given.get(name) ?? []), value ?? ''])
    }
  return {
    isHelp,
    words,
    has: (option) => given.has(option),
    valueOf: (option) => given.get(option)?.at(-1),
    valuesOf: (option) => given.get(option) ?? [],
  }
}
