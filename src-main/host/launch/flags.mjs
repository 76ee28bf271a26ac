// @ts-check
/**
 * @typedef {{ isBrowser: boolean, port: number | null, isOpening: boolean }} StartFlags
 * @typedef {{ kind: 'start', flags: StartFlags } | { kind: 'help' } | { kind: 'problem', message: string }} ParsedStart
 */

/** The exit code of the Electron entry when the lab itself could not start and has said why. */
export const labFailed = 3

const allowed = '--browser, --port N, --no-open and --help'

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
  /** @type {StartFlags} */
  const flags = { isBrowser: false, port: null, isOpening: true }
  const queue = words.flatMap((word) => (word.startsWith('--port=') ? ['--port', word.slice(7)] : [word]))
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--help' || word === '-h') return { kind: 'help' }
    if (word === '--browser') flags.isBrowser = true
    else if (word === '--no-open') flags.isOpening = false
    else if (word === '--port') {
      const text = queue.shift() ?? ''
      const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN
      if (!(port <= 65535))
        return {
          kind: 'problem',
          message: `--port needs a whole number from 0 to 65535 after it, not "${text}".`,
        }
      flags.port = port
    } else
      return { kind: 'problem', message: `"${word}" is not an option of npm start; there are ${allowed}.` }
  }
  return { kind: 'start', flags }
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
