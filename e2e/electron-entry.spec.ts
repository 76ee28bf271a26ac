import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { LabClient } from '../src-main/contract/client.ts'
import type { LabEvent } from '../src-main/contract/messages.ts'
import { StubbedEntry, type Call } from './stub-electron/entry.ts'

/**
 * The built Electron entry, started in plain Node against a stub `electron` that records what it is asked. It
 * shows what the entry asks of Electron; that Electron then does it, only a real window can show.
 */
let home: string
let entry: StubbedEntry
test.beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lab182-electron-'))
})
test.afterEach(async () => {
  entry.process.kill('SIGKILL')
  await entry.exited
  rmSync(home, { recursive: true, force: true })
})
async function openEntry(): Promise<Call[]> {
  entry = new StubbedEntry(home)
  await Promise.race([
    entry.opened,
    entry.exited.then((code) => {
      throw new Error(`The entry ended with code ${code}: ${entry.errors}`)
    }),
  ])
  return entry.calls()
}
const indexOf = (calls: readonly Call[], name: string): number =>
  calls.findIndex((call) => call.name === name)
const argsOf = (calls: readonly Call[], name: string): readonly unknown[] =>
  calls.find((call) => call.name === name)?.args ?? []

test('before Electron is ready: data folder, sandbox, scheme and the single-instance lock', async () => {
  const calls = await openEntry()
  const before = calls.slice(0, indexOf(calls, 'ready')).map((call) => call.name)
  expect(before).toEqual([
    'app.setPath',
    'app.setPath',
    'app.enableSandbox',
    'protocol.registerSchemesAsPrivileged',
    'app.requestSingleInstanceLock',
  ])
  expect(argsOf(calls, 'app.setPath')).toEqual(['userData', home])
  expect(argsOf(calls, 'protocol.registerSchemesAsPrivileged')).toEqual([
    [
      {
        scheme: 'app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
      },
    ],
  ])
})

test('one hardened window that loads the page', async () => {
  const calls = await openEntry()
  const [options] = argsOf(calls, 'BrowserWindow') as [Record<string, unknown>]
  expect(options['webPreferences']).toEqual({
    preload: expect.stringMatching(/out[\\/]preload[\\/]preload\.cjs$/),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  })
  expect(options['show']).toBe(false)
  expect(readFileSync(String(options['icon'])).subarray(1, 4).toString()).toBe('PNG')
  expect(argsOf(calls, 'window.loadURL')).toEqual(['app://lab/'])
  expect(indexOf(calls, 'window.show')).toBeGreaterThan(indexOf(calls, 'window.loadURL'))
  expect(calls.filter((call) => call.name === 'BrowserWindow')).toHaveLength(1)
})

test('the page and its files come with the policy; nothing else is served', async () => {
  await openEntry()
  interface Answer {
    readonly status: number
    readonly headers: Record<string, string>
    readonly text: string
  }
  const ask = (url: string) => entry.play<Answer>('request', { url })
  const page = await ask('app://lab/')
  expect(page.status).toBe(200)
  expect(page.headers['content-security-policy']).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self'.*connect-src 'none'; frame-ancestors 'none'/,
  )
  const files = [...page.text.matchAll(/(?:src|href)="\.?(\/assets\/[^"]+)"/g)].map((match) => match[1])
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) expect((await ask(`app://lab${file}`)).status).toBe(200)
  for (const url of [
    'app://lab/nothing.js',
    'app://lab/../main/index.js',
    'app://lab/%2e%2e/main/index.js',
    'app://lab/..%2fmain%2findex.js',
    'app://other/',
    'file:///etc/hosts',
  ])
    expect((await ask(url)).status, url).toBe(404)
})

test('navigation, new windows, embedded pages, permissions and requests to elsewhere are denied', async () => {
  await openEntry()
  for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview'])
    expect(await entry.play('contentsEvent', { name, url: 'https://example.com/' }), name).toBe(true)
  expect(await entry.play('windowOpen', { url: 'https://example.com/' })).toEqual({ action: 'deny' })
  expect(await entry.play('permissions')).toEqual({ request: false, check: false, device: false })
  expect(await entry.play('webRequest', { url: 'https://example.com/' })).toEqual({ cancel: true })
  expect(await entry.play('webRequest', { url: 'app://lab/' })).toEqual({ cancel: false })
})

test('a recording is offered the lab’s own page and nothing else, and only when somebody has pressed', async () => {
  await openEntry()
  expect(await entry.play('displayMedia')).toBe('own')
  expect(await entry.play('displayMedia', { url: 'https://example.com/' })).toBeNull()
  expect(await entry.play('displayMedia', { userGesture: false })).toBeNull()
})

test('the preload gives the page one object with two functions', async () => {
  await openEntry()
  const { exposed } = entry.loadPreload()
  expect(Object.keys(exposed)).toEqual(['lab'])
  expect(Object.keys(exposed['lab'] as object).sort()).toEqual(['onMessage', 'post'])
})

test('the menu tells the versions and opens the data folder; a second start shows the first window', async () => {
  await openEntry()
  await entry.play('menu', { label: 'About Lab 182' })
  await entry.play('menu', { label: 'Open &data folder' })
  await entry.play('secondInstance')
  await expect
    .poll(async () => (await entry.calls()).map((call) => call.name))
    .toContain('clipboard.writeText')
  const calls = await entry.calls()
  expect(argsOf(calls, 'clipboard.writeText')[0]).toContain(`Node ${process.versions.node}`)
  expect(argsOf(calls, 'shell.openPath')).toEqual([home])
  expect(calls.map((call) => call.name)).toContain('window.focus')
  expect(calls.filter((call) => call.name === 'BrowserWindow')).toHaveLength(1)
})

test('a second start with the same data folder ends at once', async () => {
  entry = new StubbedEntry(home, { STUB_SECOND_INSTANCE: '1' })
  expect(await entry.exited).toBe(0)
})

test('messages from anywhere but the page are not answered', async () => {
  await openEntry()
  const { port } = entry.loadPreload()
  const answered: unknown[] = []
  port.onMessage((message) => answered.push((message as { id?: unknown }).id))
  const text = JSON.stringify({ id: 900, type: 'lab.describe' })
  for (const foreign of [
    { from: 'other frame' },
    { from: 'other frame', url: 'https://example.com/' },
    { from: 'other window' },
    { from: 'no frame' },
  ])
    await entry.play('ipc', { channel: 'lab', text, ...foreign })
  // The page itself asks last, so whatever the others were told would be here before its own answer.
  port.post({ id: 901, type: 'lab.describe' })
  await expect.poll(() => answered).toContain(901)
  expect(answered).not.toContain(900)
})

test('a replay file that is opened with the program becomes a run, whichever way the system names it', async () => {
  await openEntry()
  const events: LabEvent[] = []
  const clientOf = (): LabClient =>
    new LabClient(entry.loadPreload().port, { onEvent: (event) => events.push(event) })
  const client = clientOf()
  const { id } = await client.request('run.start', {
    request: { part: '1d', slot: 'main', params: { iterations: 20 }, seed: 3, engine: 'auto' },
    ...{ isPaused: false, stepsPerSecond: null },
  })
  await expect
    .poll(() => events.some((event) => event.type === 'run.changed' && event.run.status === 'completed'))
    .toBe(true)
  const { data } = await client.request('replay.save', { run: id })
  const file = join(home, 'shown.labrun')
  writeFileSync(file, Buffer.from(data, 'base64'))
  const opened = { run: { origin: { file: 'shown.labrun' }, status: 'completed' } }
  const arrived = async (count: number): Promise<void> => {
    await expect.poll(() => events.filter(({ type }) => type === 'replay.opened')).toHaveLength(count)
    expect(await client.request('replay.arrived', {})).toMatchObject([opened])
  }
  await entry.play('secondInstance', { words: ['shown.labrun'], folder: home })
  await arrived(1)
  expect(await entry.play('openFile', { path: file })).toBe(true)
  await arrived(2)
  await entry.play('quit')
  await entry.exited

  entry = new StubbedEntry(home, { STUB_PACKAGED: '1' }, [file])
  await entry.opened
  const next = clientOf()
  await expect.poll(() => next.request('replay.arrived', {})).toMatchObject([opened])
})

test('carries a whole run over its IPC, keeps the window and the run, and closes cleanly', async () => {
  await openEntry()
  const { port } = entry.loadPreload()
  let samples = 0
  let batches = 0
  const statuses: string[] = []
  const client = new LabClient(port, {
    onEvent: (event: LabEvent) => {
      if (event.type === 'run.changed') statuses.push(event.run.status)
      if (event.type !== 'run.samples') return
      batches += 1
      samples += event.batches.reduce((sum, batch) => sum + batch.steps.length, 0)
      void client.request('run.ack', { run: event.run })
    },
  })
  const lab = await client.request('lab.describe', {})
  expect(lab).toMatchObject({ host: 'electron', home, live: [] })
  const request = { part: '1d', slot: 'main', params: {}, seed: 7, engine: 'auto' }
  const run = await client.request('run.start', { request, stepsPerSecond: null, isPaused: false })
  await client.request('run.watch', { run: run.id, from: {}, snapshots: 0 })
  await expect.poll(() => statuses.at(-1)).toBe('completed')

  const list = { filter: {}, from: 0, limit: 10 }
  const [kept] = (await client.request('run.list', list)).runs
  const [body] = await client.request('run.values', { runs: [run.id] })
  const logged = kept?.samples ?? 0
  expect(logged).toBeGreaterThan(0)
  await expect.poll(() => samples).toBe(logged)
  expect(batches).toBeGreaterThan(0)
  expect(body?.values['1d.w1']).toMatchObject({ value: expect.any(Number) })

  const forks = (await entry.calls()).filter((call) => call.name === 'utilityProcess.fork')
  const services = forks.map((call) => (call.args[2] as { serviceName: string }).serviceName)
  expect(services).toContain('Lab 182 trainer')

  // A reload brings a page that knows nothing; the run is still there for it.
  await entry.play('reload')
  const again = new LabClient(entry.loadPreload().port, { onEvent: () => undefined })
  expect((await again.request('run.list', list)).runs.map((each) => each.id)).toEqual([run.id])

  void entry.play('closeWindow')
  expect(await entry.exited).toBe(0)
  expect(entry.errors).toBe('')
  expect(JSON.parse(readFileSync(join(home, 'window.json'), 'utf8'))).toEqual({
    bounds: { x: 10, y: 20, width: 1000, height: 700 },
    isMaximized: false,
  })
})

test('trains the networks of a sweep in utility processes of their own', async () => {
  await openEntry()
  const statuses: string[] = []
  let pictures = 0
  const client = new LabClient(entry.loadPreload().port, {
    onEvent: (event: LabEvent) => {
      if (event.type === 'run.changed') statuses.push(event.run.status)
      if (event.type !== 'run.samples') return
      pictures += event.snapshots.filter(({ name }) => name === 'kernels').length
      void client.request('run.ack', { run: event.run })
    },
  })
  const params = { perClass: [4], epochs: 3, validationImages: 5 }
  const request = { part: '4b', slot: 'main', params, seed: 7, engine: 'onnx' }
  const run = await client.request('run.start', { request, stepsPerSecond: null, isPaused: false })
  await client.request('run.watch', { run: run.id, from: {}, snapshots: 0 })
  await expect.poll(() => statuses.at(-1)).toBe('completed')
  const [kept] = (await client.request('run.list', { filter: {}, from: 0, limit: 10 })).runs
  expect(kept).toMatchObject({ finishedJobs: 3, stepsDone: 9, engine: { name: 'onnx' }, problem: null })
  // Before the first epoch and after each of three, of the two networks with filters that train or are shown.
  await expect.poll(() => pictures).toBeGreaterThanOrEqual(4)
  const trainers = (await entry.calls()).filter(
    (call) =>
      call.name === 'utilityProcess.fork' &&
      (call.args[2] as { serviceName: string }).serviceName === 'Lab 182 trainer',
  )
  expect(trainers.length).toBeGreaterThan(1)
  void entry.play('closeWindow')
  expect(await entry.exited).toBe(0)
})
