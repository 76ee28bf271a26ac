import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { enginesReportSchema, type EnginesReport } from '#contract/engines.ts'
import { requestSchema, type EngineRequest } from '#contract/messages.ts'
import type { ChildLink, StartProcess } from '#processes/link.ts'
import { fakeTrials } from '../onnx/webgpu/trials.testing.ts'
import { openEngine } from '../registry.ts'
import { readDefault } from '../standing-default.ts'
import * as fakes from '../tensorflow/acquire/fakes.testing.ts'
import { answerEngines, isEngineRequest } from './answer-engines.ts'
import { EngineManager } from './engine-manager.ts'
import { serveEngineJob } from './serve-job.ts'
import { trialHere } from './trial-here.testing.ts'

let folder = ''
let home = ''
let used: string | null = null
let manager: EngineManager
let env: Record<string, string | undefined> = {}
let probe: URL
let trials: ReturnType<typeof fakeTrials>
let killJob = (): void => undefined
const vulkan = process.env['VK_ICD_FILENAMES']

/** The process of a job, in this one. */
function jobHere(): ChildLink {
  let toChild: (message: unknown) => void = () => undefined
  let toParent: (message: unknown) => void = () => undefined
  let exited: (how: string, code: number | null) => void = () => undefined
  serveEngineJob(
    {
      post: (message) => setImmediate(() => toParent(structuredClone(message))),
      onMessage: (listener) => (toChild = listener),
    },
    env,
  )
  killJob = () => exited('ended by signal SIGKILL', null)
  return {
    pid: undefined,
    post: (message) => setImmediate(() => toChild(message)),
    onMessage: (listener) => void (toParent = listener),
    onExit: (listener) => void (exited = listener),
    kill: () => undefined,
  }
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab182-engines-'))
  home = join(folder, 'home')
  used = null
  const manifest = join(folder, 'card.json')
  writeFileSync(manifest, JSON.stringify({ ICD: { library_path: './libcard.so' } }))
  process.env['VK_ICD_FILENAMES'] = manifest
  env = {
    ...process.env,
    LAB182_PYTHON: await fakes.fakeProgram(folder, 'python', fakes.workingPython),
    CXX: await fakes.fakeProgram(folder, 'compiler', fakes.workingCompiler),
    npm_config_nodedir: await fakes.fakeHeaders(folder),
  }
  probe = await fakes.fakeProbe(folder, fakes.passingProbe)
  trials = fakeTrials('Card 9000')
  const startProcess: StartProcess = (entry, options) => {
    if (entry === 'engine-job') return jobHere()
    return entry === 'tensorflow-probe' ? trialHere(probe) : trials.startProcess(entry, options)
  }
  manager = new EngineManager(home, startProcess, (engine) => engine === used)
})
afterEach(() => {
  manager.close()
  if (vulkan === undefined) delete process.env['VK_ICD_FILENAMES']
  else process.env['VK_ICD_FILENAMES'] = vulkan
  // A job that was given up goes on in this process, and may still write there.
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
})

/** Asks as a port does. */
async function ask(type: EngineRequest['type'], body: object = {}): Promise<unknown> {
  const request = requestSchema.parse({ id: 1, type, ...body })
  if (!isEngineRequest(request)) throw new Error(`${type} is not about engines.`)
  return answerEngines(request, manager)
}
/** The first report that holds. */
function reported(holds: (report: EnginesReport) => boolean): Promise<EnginesReport> {
  return new Promise((resolve) => {
    const stop = manager.listen({
      changed: () => undefined,
      progressed: (report) => {
        if (!holds(enginesReportSchema.parse(report))) return
        stop()
        resolve(report)
      },
    })
  })
}
const idle = (): Promise<EnginesReport> => reported(({ job }) => job === null)
const rowOf = ({ devices }: EnginesReport, engine: string, id: string) =>
  devices.find((row) => row.engine === engine && row.id === id)

describe.runIf(process.platform === 'linux')('the engines of a lab', () => {
  it('are listed with each of their devices, the reason, and whether "auto" takes them', async () => {
    const report = enginesReportSchema.parse(await ask('engine.list'))
    const rows = report.devices.map(({ engine, id, standing }) => `${engine} ${id}: ${standing}`)
    expect(rows).toEqual([
      'typescript cpu: ready',
      'onnx cpu: ready',
      'onnx webgpu: notTried',
      'onnx wasm: ready',
      'tensorflow cuda: notInstalled',
      'tensorflow cpu: notInstalled',
    ])
    expect(rowOf(report, 'onnx', 'cpu')).toMatchObject({
      ...{ automatic: 'Offered unless a GPU is predicted to be faster.', speed: null, canTry: false },
      version: expect.stringMatching(/^onnxruntime-node \d/) as string,
    })
    expect(rowOf(report, 'onnx', 'wasm')?.automatic).toBe(
      'Offered only if its device "cpu" cannot be opened.',
    )
    expect(report).toMatchObject({ library: { installed: null }, job: null, problem: null })
    for (const { needsBytes } of report.library.sources) expect(needsBytes).toBeGreaterThan(1e9)
  })

  it('a GPU that was refused is tried again when that is asked for, live, and its speed is known then', async () => {
    const { startProcess } = trials
    trials = fakeTrials('Card 9000', 'its loss is 1 and not 2')
    await manager.tryAll()
    expect(rowOf(await manager.report(), 'onnx', 'webgpu')).toMatchObject({
      ...{ standing: 'refused', canTry: true, speed: null },
      reason: expect.stringContaining('its loss is 1 and not 2') as string,
    })
    trials = { ...trials, startProcess }
    const seen = reported((report) => rowOf(report, 'onnx', 'webgpu')?.standing === 'trying')
    await ask('engine.try', { engine: 'onnx', device: 'webgpu' })
    await expect(ask('engine.try', { engine: 'onnx', device: 'webgpu' })).rejects.toThrow(
      'A trial of onnx is under way; wait for it, or cancel it.',
    )
    await seen
    expect(rowOf(await idle(), 'onnx', 'webgpu')).toMatchObject({
      ...{ standing: 'ready', speed: { stepMs: 1, layerMs: 0.01, megaMs: 0.001 } },
      ...{ device: { name: 'Card 9000' } },
      automatic: expect.stringMatching(/predicted to be faster/) as string,
    })
  })

  it('a trial is refused where there is none, and while a run would be measured with it', async () => {
    await expect(ask('engine.try', { engine: 'onnx', device: 'cpu' })).rejects.toThrow(
      /no trial of onnx on "cpu"/,
    )
    await expect(ask('engine.try', { engine: 'jax', device: 'cpu' })).rejects.toThrow(/no engine "jax"/)
    await expect(ask('engine.try', { engine: 'tensorflow', device: 'cuda' })).rejects.toThrow(/not installed/)
    used = 'onnx'
    await expect(ask('engine.try', { engine: 'onnx', device: 'webgpu' })).rejects.toThrow(
      /A run uses the engine "onnx" now.*stop the run/,
    )
  })

  it('TensorFlow is installed, tried again and removed, one job at a time and not under a run', async () => {
    used = 'tensorflow'
    await expect(ask('engine.install', { source: 'wheel' })).rejects.toThrow(
      /A run uses the engine "tensorflow"/,
    )
    used = null
    const fetched = reported(({ job }) => job?.says.startsWith('Fetching tensorflow_cpu-2.20.0') ?? false)
    let done = idle()
    await ask('engine.install', { source: 'wheel' })
    await expect(ask('engine.install', { source: 'wheel' })).rejects.toThrow(
      'An installation of tensorflow is under way; wait for it, or cancel it.',
    )
    await expect(ask('engine.remove')).rejects.toThrow(/installation of tensorflow is under way/)
    await fetched
    const installed = await done
    expect(installed).toMatchObject({
      problem: null,
      library: { installed: { version: '2.20.0', source: 'wheel' } },
    })
    expect(rowOf(installed, 'tensorflow', 'cpu')).toMatchObject({ standing: 'ready', canTry: true })

    probe = await fakes.fakeProbe(folder, 'process.exit(9)')
    done = idle()
    await ask('engine.try', { engine: 'tensorflow', device: 'cpu' })
    expect(rowOf(await done, 'tensorflow', 'cuda')).toMatchObject({
      ...{ standing: 'refused', canTry: true },
      reason: expect.stringContaining('ended with code 9') as string,
    })
    used = 'tensorflow'
    await expect(ask('engine.remove')).rejects.toThrow(/A run uses the engine "tensorflow"/)
    used = null
    done = idle()
    await ask('engine.remove')
    expect((await done).library.installed).toBeNull()
  })

  it('a cancelled installation leaves everything as it was, and is no problem', async () => {
    env['LAB182_PYTHON'] = await fakes.fakeProgram(
      folder,
      'slow',
      fakes.workingPython.replace(
        'fs.writeFileSync(path.join(wheels',
        'setTimeout(() => {}, 1e6); if (0) fs.writeFileSync(path.join(wheels',
      ),
    )
    const fetching = reported(({ job }) => job?.says.startsWith('Fetching') ?? false)
    await ask('engine.install', { source: 'wheel' })
    await fetching
    const done = idle()
    await ask('engine.cancel')
    expect(await done).toMatchObject({ problem: null, library: { installed: null } })
    expect(readdirSync(join(home, 'engines', 'tensorflow'))).toEqual([])
  })

  it('offline, one sentence names what could not be reached and how the library gets here', async () => {
    // Nobody listens on port 1.
    env['TFJS_NODE_CDN_STORAGE'] = 'http://127.0.0.1:1/'
    let done = idle()
    await ask('engine.install', { source: 'archive' })
    const sentence =
      /could not be fetched from 127\.0\.0\.1:1 .*copy the folder ".*tensorflow" from another machine/
    expect((await done).problem).toMatch(sentence)
    done = idle()
    await ask('engine.dismiss')
    expect((await done).problem).toBeNull()
    env['LAB182_PYTHON'] = await fakes.fakeProgram(
      folder,
      'offline',
      fakes.workingPython.replace(
        'const wheels =',
        `console.log("NewConnectionError(\\"HTTPSConnection(host='pypi.org', port=443)\\")"); process.exit(1); const wheels =`,
      ),
    )
    done = idle()
    await ask('engine.install', { source: 'wheel' })
    expect((await done).problem).toMatch(/the package index at pypi\.org cannot be reached.*copy the folder/)
  })

  it('a process that goes is a sentence', async () => {
    const done = reported(({ problem }) => problem !== null)
    await ask('engine.install', { source: 'wheel' })
    killJob()
    expect((await done).problem).toBe('The process that did this ended by signal SIGKILL; try again.')
  })

  it('the default is kept, used where nothing is named, and its fallback is said', async () => {
    await expect(ask('engine.setDefault', { engine: 'typescript', device: 'cpu' })).rejects.toThrow(
      /trains no network/,
    )
    await expect(ask('engine.setDefault', { engine: 'tensorflow', device: 'cuda' })).rejects.toThrow(
      /cannot be the default: .*not installed/,
    )
    await ask('engine.setDefault', { engine: 'onnx', device: 'wasm' })
    const standing = await readDefault(home)
    expect(standing).toEqual({ engine: 'onnx', device: 'wasm', problem: null })
    const engine = await openEngine('auto', home, { standing, threads: 1 })
    expect(engine.description).toMatchObject({
      ...{ device: { id: 'wasm' }, reason: 'The default of this lab, chosen on the page "Engines".' },
    })
    expect(engine.description.insteadOf).toBeUndefined()
    await engine.close()
    const gone = { engine: 'tensorflow', device: 'cuda', problem: null }
    const fallen = await openEngine('auto', home, { standing: gone })
    expect(fallen.description).toMatchObject({
      ...{ name: 'onnx', device: { id: 'cpu' } },
      insteadOf: expect.stringMatching(
        /^The default of this lab, tensorflow on the device "cuda", was not used\. .*not installed.*"Engines"\. The device was chosen automatically\.$/,
      ) as string,
    })
    await fallen.close()
    await ask('engine.setDefault', { engine: 'auto', device: 'auto' })
    expect((await manager.report()).standing).toEqual({ engine: 'auto', device: 'auto', problem: null })
    writeFileSync(join(home, 'engines', 'default.json'), '{')
    expect((await readDefault(home)).problem).toMatch(/default\.json" cannot be read; choose it again/)
  })

  it('of an administrator holds for who has chosen nothing, automatic included', async () => {
    process.env['LAB182_ENGINE'] = 'onnx wasm'
    try {
      expect(await readDefault(home)).toEqual({ engine: 'onnx', device: 'wasm', problem: null })
      await ask('engine.setDefault', { engine: 'auto', device: 'auto' })
      expect(await readDefault(home)).toEqual({ engine: 'auto', device: 'auto', problem: null })
    } finally {
      delete process.env['LAB182_ENGINE']
    }
  })
})

it('fetches nothing where the policy switches downloads off, and says whom to ask', () => {
  const strict = new EngineManager(
    home,
    () => {
      throw new Error('a process was started')
    },
    () => false,
    () => false,
  )
  expect(() => strict.install('wheel')).toThrow(/^Downloads are switched off.*ask the administrator/)
  strict.close()
})
