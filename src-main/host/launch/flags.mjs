// @ts-check
import { readWords, UsageError } from '#processes/command-line.mjs'
import { readNumber } from '#text/read-number.mjs'

/**
 * @typedef {{ isBrowser: boolean, port: number | null, isOpening: boolean }} StartFlags
 * @typedef {{ kind: 'start', flags: StartFlags } | { kind: 'help' } | { kind: 'problem', message: string }} ParsedStart
 */

/** The exit code of the Electron entry when the lab itself could not start and has said why. */
export const labFailed = 3

const options = { browser: null, port: 'N', 'no-open': null, help: null }

export const startHelp = `Usage: npm start -- [options]

  --browser    serve the lab to the browser even where Electron could open a window
  --port N     the port of the browser session (0: any free one); without it 1820, or any if that is taken
  --no-open    print the address, but do not open the browser
  --help       this text

Runs are kept in the user-data folder; LAB182_HOME names another one.
LAB182_NO_ELECTRON_FETCH=1 never tries to fetch Electron.
`

/**
 * Parses the words after `npm start --`. A problem is one sentence that names the word and what is allowed.
 * @param {readonly string[]} words
 * @returns {ParsedStart}
 */
export function parseStartFlags(words) {
  try {
    const asked = readWords('npm start', words, options)
    if (asked.isHelp) return { kind: 'help' }
    const port = asked.valueOf('port')
    return {
      kind: 'start',
      flags: {
        isBrowser: asked.has('browser'),
        port: port === undefined ? null : readPort(port),
        isOpening: !asked.has('no-open'),
      },
    }
  } catch (error) {
    if (error instanceof UsageError) return { kind: 'problem', message: error.message }
    throw error
  }
}

/**
 * Throws UsageError for what is no port.
 * @param {string} text
 */
function readPort(text) {
  const { value } = readNumber(text)
  if (value !== null && Number.isInteger(value) && value >= 0 && value <= 65535) return value
  throw new UsageError(`--port needs a whole number from 0 to 65535 after it, not "${text}".`)
}

/**
 * Whether a window can be shown: always on Windows and macOS, elsewhere where X or Wayland is named.
 * @param {string} platform
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function hasDisplay(platform, env) {
  if (platform === 'win32' || platform === 'darwin') return true
  return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
}
