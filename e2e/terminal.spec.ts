import { spawn } from 'node:child_process'
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'

const project = fileURLToPath(new URL('..', import.meta.url))
let home: string
test.beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lab182-terminal-'))
})
test.afterEach(() => rmSync(home, { recursive: true, force: true }))

/** Runs the built terminal host; `onOutput` sees what has been printed so far. */
function lab(
  words: string[],
  onOutput: (text: string, stop: () => void) => void = () => undefined,
  environment: Readonly<Record<string, string>> = {},
) {
  const child = spawn(process.execPath, ['out/main/cli.js', ...words], {
    cwd: project,
    env: { ...process.env, ...environment, LAB182_HOME: home },
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString()
    onOutput(out, () => child.kill('SIGINT'))
  })
  child.stderr.on('data', (data: Buffer) => (err += data.toString()))
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, out, err })),
  )
}
const parsed = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('run --json prints started, every sample, and the values', async () => {
  const { code, out } = await lab(['run', '1d', '--seed', '3', '--json'])
  expect(code).toBe(0)
  const lines = parsed(out)
  expect(lines[0]).toMatchObject({ type: 'started' })
  expect(lines.filter((line) => line['type'] === 'sample')).toHaveLength(1001)
  expect(lines.at(-1)).toMatchObject({
    type: 'result',
    status: 'completed',
    values: { '1d.w1': expect.any(Number), '1d.w2': expect.any(Number) },
  })
})

test('run with a problem runs its parts one after another, tables among them', async () => {
  const { code, out } = await lab(['run', '2', '--json', '--seed', '1'])
  expect(code).toBe(0)
  const results = parsed(out).filter((line) => line['type'] === 'result')
  const values = Object.assign({}, ...results.map((line) => line['values'])) as Record<string, unknown>
  expect(values['2d.norm']).toBeCloseTo(Math.sqrt(0.7 / 0.3), 9)
  expect(values['2b.ridge']).toMatchObject({ columns: expect.any(Array), rows: expect.any(Array) })
  expect(Object.keys(values)).toEqual(
    expect.arrayContaining(['2a.closed', '2b.distance', '2c.difference', '2d.columnNorms']),
  )
})

test('answer prints what a part asks with the numbers of its latest run, or of the one named', async () => {
  expect((await lab(['answer', '2d'])).out).toContain(
    'Run this first to see the answer with its numbers: npm run --silent lab -- run 2d',
  )
  const [first] = parsed((await lab(['run', '2d', '--json'])).out)
  await lab(['run', '2d', '--set', 'keep=0.5'])
  const { code, out } = await lab(['answer', '2d'])
  expect(code).toBe(0)
  expect(out).toContain('√(p/(1−p)) = 1')
  const named = await lab(['answer', '2d', '--run', String(first?.['run']), '--json'])
  expect(JSON.parse(named.out)).toMatchObject({
    part: '2d',
    asks: [
      { id: '', run: first?.['run'], paragraphs: expect.arrayContaining([expect.stringContaining('1.528')]) },
    ],
  })
  expect(await lab(['answer', '2c', '--run', String(first?.['run'])])).toMatchObject({
    code: 2,
    err: expect.stringContaining('is of part 2d, not of 2c'),
  })
})

test('answer stops at the hint or the steps where asked, and where a policy locks the answer', async () => {
  const hint = await lab(['answer', '2b', '--hint'])
  expect([hint.code, hint.out]).toEqual([0, expect.stringContaining('Hint: In the objective of part a')])
  expect(hint.out).not.toContain('1. ')
  expect((await lab(['answer', '2b', '--steps'])).out).toContain('4. Minimisers go to minimisers.')
  const path = join(home, 'policy.json')
  writeFileSync(path, '{ "format": 1, "references": "locked" }')
  const withPolicy = (words: string[]) => lab(words, undefined, { LAB182_POLICY: path })
  expect(await withPolicy(['answer', '2b'])).toMatchObject({
    code: 1,
    out: '',
    err: 'Reference answers are locked by this lab\u2019s policy.\n',
  })
  expect((await withPolicy(['answer', '2b', '--steps'])).code).toBe(0)
  expect((await withPolicy(['doctor'])).out).toContain(
    `Policy\n  file: ${path}, named by LAB182_POLICY\n  reference answers: locked; hints and steps: open\n`,
  )
})

test('Ctrl-C stops the run, keeps it, and exits with 130', async () => {
  // Once: one that comes while the process is already ending ends it by the signal itself.
  let isPressed = false
  const { code, out } = await lab(['run', '1d', '--set', 'iterations=1000000', '--json'], (text, stop) => {
    if (isPressed || !text.includes('"sample"')) return
    isPressed = true
    stop()
  })
  expect(code).toBe(130)
  expect(parsed(out).at(-1)).toMatchObject({ type: 'result', status: 'stopped' })
})

test('a run that diverges says so: null with its reason', async () => {
  const { code, out } = await lab(['run', '1d', '--set', 'learningRate=1', '--json', '--seed', '1'])
  expect(code).toBe(0)
  expect(parsed(out).at(-1)).toMatchObject({
    hasDiverged: true,
    values: { '1d.w1': null },
    notMeasured: { '1d.w1': expect.stringContaining('diverged') },
  })
})

test('wrong usage exits with 2 and names the word', async () => {
  for (const [words, message] of [
    [['run', '1d', '--set', 'dropRate=1'], /dropRate.*not 1/],
    [['run', '9z'], /"9z"; there are 1a, 1b/],
    [['run', '1d', '--engine', 'cuda'], /"cuda"/],
  ] as const) {
    const { code, err } = await lab([...words])
    expect(err).toMatch(message)
    expect(code).toBe(2)
  }
})

test('list and doctor answer, in words and in JSON', async () => {
  expect((await lab(['list'])).out).toContain('4c --slot search')
  expect(JSON.parse((await lab(['list', '--json'])).out)).toMatchObject({
    problems: expect.arrayContaining([expect.objectContaining({ id: 'p1-dropout', number: 1 })]),
  })
  const { code, out } = await lab(['doctor', '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ versions: { lab182: expect.any(String) } })
})

test('runs lists, shows, exports and deletes what is kept, a damaged one too', async () => {
  const { out: first } = await lab(['run', '1d', '--json'])
  const run = String(parsed(first)[0]?.['run'])
  writeFileSync(join(home, 'runs', run, 'run.json'), '')
  const listed = await lab(['runs'])
  expect([listed.code, listed.out]).toEqual([0, expect.stringContaining(`${run}  interrupted`)])
  const shown = await lab(['runs', 'show', run])
  expect(shown.out).toMatch(/run\.json\) was damaged .*rebuilt from what is there: 1\u202f001 samples/)
  const { out: csv } = await lab(['runs', 'export', run])
  const rows = csv.trimEnd().split('\n')
  expect(rows[0]).toMatch(/^track,step,seconds,.*loss/)
  expect(rows).toHaveLength(1002)
  const { out: json } = await lab(['runs', 'export', run, '--json'])
  const samples = (text: string) => parsed(text).filter((line) => line['type'] === 'sample')
  expect(samples(json)).toEqual(samples(first))
  const deleted = await lab(['runs', 'delete', run])
  expect([deleted.code, readdirSync(join(home, 'runs'))]).toEqual([0, []])
  const again = await lab(['runs', 'delete', run])
  expect([again.code, again.err]).toEqual([2, expect.stringContaining('There is no run')])
})

/** The one run of the folder, as it is kept. */
function keptRun(): { status: string; sampleCounts: Record<string, number> } {
  const [id = ''] = readdirSync(join(home, 'runs'))
  return (
    JSON.parse(readFileSync(join(home, 'runs', id, 'run.json'), 'utf8')) as {
      run: ReturnType<typeof keptRun>
    }
  ).run
}

test('a full disk on standard output costs what is printed, not the run', async () => {
  test.skip(process.platform !== 'linux', 'only Linux has /dev/full')
  const full = openSync('/dev/full', 'w')
  const child = spawn(process.execPath, ['out/main/cli.js', 'run', '1e', '--json'], {
    cwd: project,
    env: { ...process.env, LAB182_HOME: home },
    stdio: ['ignore', full, 'pipe'],
  })
  closeSync(full)
  let err = ''
  child.stderr?.on('data', (data: Buffer) => (err += data.toString()))
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect(err).toMatch(/^Standard output cannot be written to \(its disk is full\).*\n$/)
  expect(code).toBe(1)
  expect(keptRun()).toMatchObject({ status: 'completed', sampleCounts: { main: 1001 } })
})

test('a terminal that is closed stops the run and keeps it', async () => {
  test.skip(process.platform === 'win32', 'Windows has no process groups to hang up on')
  const words = ['run', '1d', '--set', 'iterations=1000000', '--json']
  // A group of its own, as in a terminal: a trainer in it that is still starting would end of the hang-up.
  const child = spawn(process.execPath, ['out/main/cli.js', ...words], {
    cwd: project,
    env: { ...process.env, LAB182_HOME: home },
    detached: true,
  })
  const ended = new Promise((resolve) => child.on('exit', resolve))
  child.stdout.once('data', () => {
    process.kill(-(child.pid ?? 0), 'SIGHUP')
    child.stdout.destroy()
    child.stderr.destroy()
  })
  expect(await ended).toBe(129)
  expect(keptRun().status).toBe('stopped')
})

test('nothing that a run keeps can be read by other users', async () => {
  test.skip(process.platform === 'win32', 'the folder for user data is the user’s alone on Windows')
  expect((await lab(['run', '1d'])).code).toBe(0)
  const names = ['.', ...(readdirSync(home, { recursive: true }) as string[])]
  expect(names.length).toBeGreaterThan(3)
  expect(names.filter((name) => (statSync(join(home, name)).mode & 0o077) !== 0)).toEqual([])
})
