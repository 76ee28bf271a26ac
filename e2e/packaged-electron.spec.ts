import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { getRawHeader } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { isAllowed } from '../src-main/host/package/contents.mjs'
import { makeDistribution } from './stub-electron/make-distribution.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const { arch } = process
const run = promisify(execFile)

interface ArchiveNode {
  readonly files?: Readonly<Record<string, ArchiveNode>>
  readonly unpacked?: boolean
}
/** Files below a node of an archive's header: their paths, and whether they lie beside it. */
function filesBelow(node: ArchiveNode, at = ''): { path: string; isUnpacked: boolean }[] {
  return Object.entries(node.files ?? {}).flatMap(([name, child]) =>
    child.files
      ? filesBelow(child, `${at}${name}/`)
      : [{ path: `${at}${name}`, isUnpacked: child.unpacked === true }],
  )
}

test.describe('the packaged program', () => {
  test.skip(
    process.platform !== 'linux',
    'The stand-in for Electron’s distribution has the shape of the one for Linux.',
  )
  test.describe.configure({ mode: 'serial' })
  let work: string
  let folder: string
  const home = (): string => join(work, 'home')
  /** Runs the program in this folder; resolves also where it fails. */
  const lab182 = (words: readonly string[], program = join(folder, 'lab182')) =>
    run(program, words, { env: { ...process.env, LAB182_HOME: home() }, timeout: 120_000 }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    )

  test.beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'lab182-package-'))
    mkdirSync(home())
    const electron = join(work, 'electron')
    makeDistribution(electron, '0.0.0')
    const output = join(work, 'dist')
    const words = ['--linux', '--dir', '--electron', electron, '--output', output]
    const { stdout } = await run(
      process.execPath,
      [join(root, 'src-main/host/launch/package.mjs'), ...words],
      {
        cwd: root,
      },
    )
    folder = join(output, arch === 'x64' ? 'linux-unpacked' : `linux-${arch}-unpacked`)
    expect(stdout).toContain(`${folder}: `)
  })
  test.afterAll(() => rmSync(work, { recursive: true, force: true }))

  test('holds what it needs and nothing else', () => {
    const header = getRawHeader(join(folder, 'resources/app.asar')).header as ArchiveNode
    const files = filesBelow(header)
    expect(files.filter(({ path }) => !isAllowed(path, 'linux', arch)).map(({ path }) => path)).toEqual([])
    const library = `node_modules/onnxruntime-node/bin/napi-v6/linux/${arch}/onnxruntime_binding.node`
    for (const path of [
      'out/main/index.js',
      'out/main/trainer.js',
      'out/preload/preload.cjs',
      'resources/demos/first-look.json',
    ])
      expect(files).toContainEqual({ path, isUnpacked: false })
    expect(files).toContainEqual({ path: library, isUnpacked: true })
    expect(existsSync(join(folder, 'resources/app.asar.unpacked', library))).toBe(true)
    const natives = files.filter(({ path }) => /\.(node|dll|dylib|so(\.\d+)*)$/.test(path))
    expect(natives.filter(({ isUnpacked }) => !isUnpacked)).toEqual([])
  })

  test('has the switches of its program set', async () => {
    const wire = await getCurrentFuseWire(join(folder, 'lab182'))
    const isOn = (fuse: FuseV1Options): boolean => wire[fuse] === FuseState.ENABLE
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      cookies: isOn(FuseV1Options.EnableCookieEncryption),
      integrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      fileProtocol: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      ...{ runAsNode: false, nodeOptions: false, inspect: false, fileProtocol: false },
      ...{ cookies: true, integrity: true, onlyAsar: true },
    })
  })

  test('names the work of others', () => {
    const notices = readFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8')
    for (const name of ['onnxruntime-node', '@tensorflow/tfjs-node-gpu', 'svelte', 'chart.js', 'katex'])
      expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'))
    const bill = JSON.parse(readFileSync(join(folder, 'sbom.spdx.json'), 'utf8')) as {
      spdxVersion: string
      packages: { name: string; versionInfo: string }[]
    }
    expect(bill.spdxVersion).toBe('SPDX-2.3')
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>
    }
    for (const [name, version] of Object.entries(dependencies))
      expect(bill.packages).toContainEqual(expect.objectContaining({ name, versionInfo: version }))
  })

  test('trains with its own library, and carries out the commands of the terminal', async () => {
    const trained = await lab182([
      'run',
      '4a',
      '--set',
      'epochs=2',
      '--engine',
      'onnx',
      '--device',
      'cpu',
      '--json',
    ])
    expect(trained).toMatchObject({ code: 0 })
    expect(trained.stdout).toContain('"completed"')
    const { stdout } = await lab182(['doctor'])
    expect(stdout).toMatch(/onnxruntime-node:? +1\./)
    expect(stdout).toMatch(/@tensorflow\/tfjs-node-gpu:? +4\./)
    expect((await lab182(['--version'])).stdout.trim()).toBe('0.1.0')
    const wrong = await lab182(['runn'])
    expect(wrong).toMatchObject({ code: 2 })
    expect(wrong.stderr).toContain('Help: lab182 help')
    expect((await lab182(['runs'])).stdout).toContain('4a')
  })

  test('becomes a deb that is installed, started and removed', async () => {
    test.skip(process.getuid?.() !== 0, 'dpkg installs as root only.')
    test.skip(!existsSync('/usr/bin/dpkg-deb'), 'There is no dpkg-deb here.')
    const { buildDeb } = await import('../src-main/host/package/debian.mjs')
    const made = { root, folder, output: work, version: '0.1.0', arch, bytes: 1 }
    const deb = await buildDeb(made, { compression: ['-Zgzip', '-z1'] })
    const system = join(work, 'system')
    mkdirSync(join(system, 'var/lib/dpkg/updates'), { recursive: true })
    mkdirSync(join(system, 'var/lib/dpkg/info'))
    const dpkg = (words: readonly string[]) =>
      run('dpkg', [`--root=${system}`, '--force-depends', '--force-not-root', ...words], {
        env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` },
      })
    await run('touch', [join(system, 'var/lib/dpkg/status'), join(system, 'var/lib/dpkg/available')])
    await dpkg(['--install', deb])
    for (const path of [
      'usr/share/applications/lab182.desktop',
      'usr/share/mime/packages/lab182.xml',
      'opt/lab182/LICENSE',
    ])
      expect(existsSync(join(system, path))).toBe(true)
    const program = join(system, 'opt/lab182/lab182')
    expect((await lab182(['--version'], program)).stdout.trim()).toBe('0.1.0')
    expect((await lab182(['runs'], program)).stdout).toContain('4a')
    await dpkg(['--remove', 'lab182'])
    expect(existsSync(program)).toBe(false)
    // The runs are the student's.
    expect(existsSync(join(home(), 'runs'))).toBe(true)
  })
})
