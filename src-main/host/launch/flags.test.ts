import { expect, test } from 'vitest'
import { hasDisplay, parseStartFlags } from './flags.mjs'

const plain = { isBrowser: false, port: null, isOpening: true }
test('nothing asked, everything asked', () => {
  expect(parseStartFlags([])).toEqual({ kind: 'start', flags: plain })
  expect(parseStartFlags(['--browser', '--port', '8080', '--no-open'])).toEqual({
    kind: 'start',
    flags: { isBrowser: true, port: 8080, isOpening: false },
  })
  expect(parseStartFlags(['--port=0'])).toEqual({ kind: 'start', flags: { ...plain, port: 0 } })
  expect(parseStartFlags(['--browser', '--help'])).toEqual({ kind: 'help' })
})
test.each(['--foo', 'browser', '-p', '--no-opens'])('%s is named, with what is allowed', (word) => {
  const parsed = parseStartFlags(['--browser', word])
  expect(parsed.kind === 'problem' && parsed.message).toBe(
    `"${word}" is not an option of npm start; there are --browser, --port N, --no-open and --help.`,
  )
})
test.each([
  ['--port', '65536'],
  ['--port', '-1'],
  ['--port', '80a'],
  ['--port', '0x50'],
  ['--port='],
  ['--port=1,820'],
])('%s %s is no port', (...words) => {
  const parsed = parseStartFlags(words)
  expect(parsed.kind === 'problem' && parsed.message).toMatch(/--port needs a whole number from 0 to 65535/)
})
test('a port that is missing is named', () => {
  const parsed = parseStartFlags(['--port', '--browser'])
  expect(parsed.kind === 'problem' && parsed.message).toBe('--port needs a value after it (--port N).')
  expect(parseStartFlags(['--browser=yes']).kind).toBe('problem')
  expect(parseStartFlags(['-h'])).toEqual({ kind: 'help' })
})
test('a display is taken for granted on Windows and macOS, and named elsewhere', () => {
  expect(hasDisplay('win32', {})).toBe(true)
  expect(hasDisplay('darwin', {})).toBe(true)
  expect(hasDisplay('linux', {})).toBe(false)
  expect(hasDisplay('linux', { DISPLAY: '' })).toBe(false)
  expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true)
  expect(hasDisplay('freebsd', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true)
})
