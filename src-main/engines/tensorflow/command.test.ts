import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeHeaders, fakeProbe, fakeProgram, passingProbe, serve, tarGz } from './acquire/fakes.testing.ts'
import { workingCompiler, workingPython } from './acquire/fakes.testing.ts'
import { parseEngineCommand, runEngineCommand } from './command.ts'
import { tensorflowState } from './state.ts'

describe('parseEngineCommand', () => {
  it('takes the wheel on Linux and the archive elsewhere unless told', () => {
    expect(parseEngineCommand([], 'linux')).toEqual({ kind: 'install', source: 'wheel' })
    expect(parseEngineCommand([], 'win32')).toEqual({ kind: 'install', source: 'archive' })
    expect(parseEngineCommand(['--from=archive'], 'linux')).toEqual({ kind: 'install', source: 'archive' })
  })
  it('takes one task, in either spelling', () => {
    expect(parseEngineCommand(['--from', 'archive'])).toEqual({ kind: 'install', source: 'archive' })
    expect(parseEngineCommand(['--status'])).toEqual({ kind: 'status' })
    expect(parseEngineCommand(['-h'])).toEqual({ kind: 'help' })
    for (const [words, message] of [
      [['--status', '--remove'], '--status and --remove cannot be combined; give one of them.'],
      [['--status=yes'], '--status takes no value, so "--status=yes" cannot be used.'],
      [['--from'], '--from needs a value after it (--from wheel|archive).'],
      [['--from=source'], '--from needs "archive" or "wheel" after it, not "source".'],
    ] as const)
      expect(parseEngineCommand(words)).toEqual({ kind: 'problem', message })
  })
  it('names a word that it does not know', () => {
    for (const words of [['--form'], ['--from', 'source'], ['--status', 'now'], ['--from', 'wheel', 'x']])
      expect(parseEngineCommand(words), words.join(' ')).toMatchObject({
        kind: 'problem',
        message: expect.stringContaining(`"${words.at(-1)}"`) as string,
      })
  })
})

// The wheel is for Linux, and the fakes are programs that a shell starts.
describe.skipIf(process.platform !== 'linux')('the command', () => {
  let folder: string
  let home: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lab182-engine-'))
    home = join(folder, 'home')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  interface Fakes {
    readonly python?: string
    readonly compiler?: string
    readonly probe?: string
    readonly signal?: AbortSignal
    readonly env?: Record<string, string>
  }
  async function run(words: readonly string[], fakes: Fakes = {}) {
    const lines: string[] = []
    const code = await runEngineCommand(words, {
      home,
      probeEntry: await fakeProbe(folder, fakes.probe ?? passingProbe),
      signal: fakes.signal ?? new AbortController().signal,
      env: {
        ...process.env,
        LAB182_PYTHON: await fakeProgram(folder, 'python', fakes.python ?? workingPython),
        CXX: await fakeProgram(folder, 'compiler', fakes.compiler ?? workingCompiler),
        npm_config_nodedir: await fakeHeaders(folder),
        ...fakes.env,
      },
      print: (line) => void lines.push(line),
      progress: () => undefined,
    })
    return { code, text: lines.join('\n') }
  }
  const installed = (): Promise<string[]> => readdir(join(home, 'engines', 'tensorflow')).catch(() => [])

  it('installs, shows, and deletes', async () => {
    const { code, text } = await run(['--from', 'wheel'])
    expect(text).toMatch(/TensorFlow 2\.20\.0 is installed in .*computes right on the CPU/)
    expect(code).toBe(0)
    expect(await installed()).toEqual(['2.20.0'])
    expect((await readdir(join(home, 'engines', 'tensorflow', '2.20.0'))).sort()).toEqual([
      'installed.json',
      'probe.json',
      'tensorflow',
      'tfjs_binding.node',
    ])
    expect(await tensorflowState(home)).toMatchObject({ kind: 'ready', isCuda: false })
    const status = await run(['--status'])
    expect(status.text).toMatch(
      /2\.20\.0, from the wheel[^]*folder: [^]*SHA-256 [0-9a-f]{64}, checked by pip/,
    )
    expect((await run(['--remove'])).code).toBe(0)
    expect(await installed()).toEqual([])
    expect((await run(['--status'])).code).toBe(1)
  })

  it('tries again when the driver or package changed, and the state says so until then', async () => {
    await run(['--from', 'wheel'])
    const record = join(home, 'engines', 'tensorflow', '2.20.0', 'probe.json')
    await writeFile(record, (await readFile(record, 'utf8')).replace('driver none', 'driver 1'))
    await writeFile(record, (await readFile(record, 'utf8')).replace('package 4', 'package 3'))
    expect(await tensorflowState(home)).toMatchObject({
      problem: expect.stringContaining('--status') as string,
    })
    const { code, text } = await run(['--status'], { probe: `process.exit(9)` })
    expect([code, text]).toEqual([1, expect.stringMatching(/cannot be used: .*ended with code 9/)])
    expect(await tensorflowState(home)).toMatchObject({
      problem: expect.stringContaining('code 9') as string,
    })
  })

  const failingPip = workingPython.replace(
    'const wheels =',
    `console.error('ERROR: No matching distribution found'); process.exit(1); const wheels =`,
  )
  it.each<[string, Fakes, RegExp]>([
    ['pip fails', { python: failingPip }, /could not be fetched \(pip ended with code 1: .*No matching/],
    [
      'the index is not reached',
      { python: failingPip.replace('ERROR:', 'NewConnectionError\\nERROR:') },
      /the package index cannot be reached/,
    ],
    ['Python has no pip', { python: `process.exit(1)` }, /LAB182_PYTHON is not a Python with pip/],
    ['there is no compiler', { compiler: `process.exit(1)` }, /No C\+\+ compiler was found .*install g\+\+/],
    [
      'the addon does not compile',
      {
        compiler: workingCompiler.replace(
          'require',
          `process.exit(console.error('error: c_api.h') ?? 1), require`,
        ),
      },
      /could not be compiled \(the compiler ended with code 1: error: c_api\.h\)/,
    ],
    [
      'the trial crashes',
      { probe: `process.kill(process.pid, 'SIGKILL')` },
      /cannot be used here .*SIGKILL.*thrown away/,
    ],
  ])('when %s: says why, and leaves what was installed', async (_, fakes, message) => {
    await run(['--from', 'wheel'])
    const before = await readFile(join(home, 'engines', 'tensorflow', '2.20.0', 'installed.json'), 'utf8')
    const { code, text } = await run(['--from', 'wheel'], fakes)
    expect(text).toMatch(message)
    expect(code).toBe(1)
    expect(await installed()).toEqual(['2.20.0'])
    expect(await readFile(join(home, 'engines', 'tensorflow', '2.20.0', 'installed.json'), 'utf8')).toBe(
      before,
    )
  })

  it('cancelled while pip hangs: nothing is left', async () => {
    const hanging = workingPython.replace(
      'const wheels =',
      `setTimeout(() => {}, 1e6); return; const wheels =`,
    )
    const { code, text } = await run(['--from', 'wheel'], {
      python: hanging,
      signal: AbortSignal.timeout(700),
    })
    expect([code, text]).toEqual([130, expect.stringContaining('Cancelled')])
    expect(await installed()).toEqual([])
  })

  it('clears away what a killed installation left', async () => {
    await run(['--from', 'wheel'])
    await writeFile(join(home, 'engines', 'tensorflow', '.unfinished-x'), 'half')
    await run(['--from', 'wheel'])
    expect(await installed()).toEqual(['2.20.0'])
  })

  it.skipIf(process.arch !== 'x64')('refuses an archive whose digest is not the known one', async () => {
    const archive = tarGz([{ path: 'napi-v8/tfjs_binding.node', content: 'addon' }])
    const { createHash } = await import('node:crypto')
    const server = await serve((_, answer) => {
      const md5 = createHash('md5').update(archive).digest('base64')
      answer.setHeader('x-goog-hash', `md5=${md5}`).end(archive)
    })
    try {
      const { code, text } = await run(['--from', 'archive'], { env: { TFJS_NODE_CDN_STORAGE: server.url } })
      expect(text).toMatch(/libtensorflow-gpu-linux-x86_64-2\.9\.1\.tar\.gz arrived damaged .*SHA-256/)
      expect(code).toBe(1)
      // Only what was proven wrong is thrown away.
      expect(await installed()).toEqual(['.downloads'])
      expect(await readdir(join(home, 'engines', 'tensorflow', '.downloads'))).toHaveLength(1)
    } finally {
      await server.close()
    }
  })
})
