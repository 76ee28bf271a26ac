import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'

/** Commands of the terminal that carry out many runs, and what a signal does to them at any moment. */
const project = fileURLToPath(new URL('..', import.meta.url))
let [home, temporary] = ['', '']
test.beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lab182-stops-'))
  temporary = join(home, 'temporary')
  mkdirSync(temporary)
})
test.afterEach(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }))

/** The built terminal host; `onLine` sees each line of its output. */
function start(
  words: readonly string[],
  onLine: (line: string, child: ChildProcess) => void = () => undefined,
) {
  const child = spawn(process.execPath, ['out/main/cli.js', ...words], {
    cwd: project,
    env: { ...process.env, LAB182_HOME: home, TMPDIR: temporary },
  })
  let [out, err, rest] = ['', '', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line, child)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const ended = new Promise<{ code: number | null; signal: string | null; out: string; err: string }>(
    (resolve) => child.on('close', (code, signal) => resolve({ code, signal, out, err })),
  )
  return { child, ended }
}
const lab = (words: readonly string[], onLine?: (line: string, child: ChildProcess) => void) =>
  start(words, onLine).ended

const parsed = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

/** Resolves when the folder has an entry with this beginning. */
function entryIn(folder: string, beginning: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!readdirSync(folder).some((name) => name.startsWith(beginning))) return
      watcher.close()
      resolve()
    }
    const watcher = watch(folder, look)
    look()
  })
}

interface Kept {
  readonly status: string
  readonly request: { readonly part: string; readonly seed: number }
}
const keptRuns = (): Kept[] => {
  const folder = join(home, 'runs')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && existsSync(join(folder, name, 'run.json')))
    .map((name) => (JSON.parse(readFileSync(join(folder, name, 'run.json'), 'utf8')) as { run: Kept }).run)
}

for (const [name, words, signal, code] of [
  ['run', ['run', '1d', '--set', 'iterations=1000000'], 'SIGINT', 130],
  ['run --seeds', ['run', '1d', '--seeds', '3', '--set', 'iterations=1000000'], 'SIGTERM', 143],
  ['run-all', ['run-all'], 'SIGHUP', 129],
  ['export', ['export', '--reference', '--to', 'TO'], 'SIGTERM', 143],
] as const)
  test(`${name} stops properly when ${signal} comes before its first reply`, async () => {
    const to = join(home, 'to')
    const { child, ended } = start(words.map((word) => (word === 'TO' ? to : word)))
    // The first thing a lab makes; nothing has been asked of it yet.
    await entryIn(home, 'runs')
    child.kill(signal)
    const { code: ended0, err } = await ended
    expect([ended0, err]).toEqual([code, ''])
    expect(keptRuns().filter(({ status }) => status !== 'stopped')).toEqual([])
    expect(readdirSync(temporary)).toEqual([])
    expect(readdirSync(home).filter((entry) => entry.startsWith('to'))).toEqual([])
  })

test('verify stops properly when a signal comes before its first reply', async () => {
  const [first] = parsed((await lab(['run', '1d', '--json'])).out)
  const file = join(home, 'a.labrun')
  expect((await lab(['runs', 'export', String(first?.['run']), '--labrun', file])).code).toBe(0)
  const verifying = start(['verify', file])
  await entryIn(temporary, 'lab182-verify-')
  verifying.child.kill('SIGHUP')
  expect(await verifying.ended).toMatchObject({ code: 129, err: '' })
  expect(readdirSync(temporary)).toEqual([])
})

test('run --seeds runs a group and prints what it spreads over; stopped, it keeps what is done', async () => {
  const { code, out } = await lab(['run', '2d', '--seeds', '2', '--json'])
  expect(code).toBe(0)
  const lines = parsed(out)
  expect(lines.filter(({ type }) => type === 'result')).toHaveLength(2)
  expect(lines.at(-1)).toMatchObject({ type: 'group', values: { '2d.norm': { n: 2 } } })
  expect(new Set(keptRuns().map(({ request }) => request.seed)).size).toBe(2)
})

test('run-all killed in the middle goes on where it was, and runs nothing twice', async () => {
  const order = ['run-all', '--problem', '2', '--json']
  const killed = await lab(order, (line, child) => {
    if (line.includes('"completed"')) child.kill('SIGKILL')
  })
  expect(killed.signal).toBe('SIGKILL')
  const { code, out } = await lab(['run-all', '--resume', '--json'])
  expect(code).toBe(0)
  const end = parsed(out).at(-1)
  expect(end).toMatchObject({ type: 'run-all', status: 'ended', failed: 0, failures: [] })
  expect(end?.['done']).toBe(end?.['total'])
  const completed = keptRuns().filter(({ status }) => status === 'completed')
  expect(completed).toHaveLength(Number(end?.['total']))
  expect(new Set(completed.map(({ request }) => request.part)).size).toBeGreaterThan(3)
})
