import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fakeProbe, passingProbe } from './acquire/fakes.testing.ts'
import { probeAddon, probeInstallation } from './probe.ts'
import type { Installation } from './installation.ts'

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'lab182-probe-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))
const { signal } = new AbortController()

it.each([
  ['crashes', `process.kill(process.pid, 'SIGSEGV'); setTimeout(() => {}, 1e6)`, /signal SIGSEGV/],
  ['hangs', `setTimeout(() => {}, 1e6)`, /did not answer within 3 s/],
  ['ends without a word', ``, /gave no result/],
  ['says something else', `console.log('{"outcome":"perhaps"}')`, /gave no result/],
  ['fails to start', `throw new Error('libcudnn.so.9: cannot open')`, /ended with code 1/],
  [
    'computes wrong',
    `console.log('{"outcome":"failed","problem":"its loss is 1 and not 2"}')`,
    /its loss is 1/,
  ],
])('reports a library whose trial %s', async (_, source, problem) => {
  const entry = await fakeProbe(folder, source)
  const result = await probeAddon('addon', { entry, signal, timeoutMs: 3000 })
  expect(result).toMatchObject({ outcome: 'failed', problem: expect.stringMatching(problem) as string })
})

it('passes the addon and turns on memory growth before the process starts', async () => {
  const entry = await fakeProbe(
    folder,
    `const version = process.argv[2] + process.env.TF_FORCE_GPU_ALLOW_GROWTH
     console.log(JSON.stringify({ outcome: 'passed', device: 'CUDA', tensorflow: version }))`,
  )
  expect(await probeAddon('addon', { entry, signal })).toMatchObject({ tensorflow: 'addontrue' })
})

it('remembers a result until the package changes', async () => {
  const installation: Installation = {
    ...{ source: 'wheel', version: '2.20.0', packageVersion: '4.22.0', addon: 'a.node', downloads: [] },
    ...{ installedAt: 'now', folder },
  }
  const passing = { entry: await fakeProbe(folder, passingProbe), signal }
  const broken = { entry: await fakeProbe(folder, `process.exit(7)`), signal }
  expect(await probeInstallation(installation, '4.22.0', passing)).toMatchObject({ outcome: 'passed' })
  expect(await probeInstallation(installation, '4.22.0', broken)).toMatchObject({ outcome: 'passed' })
  expect(await probeInstallation(installation, '4.23.0', broken)).toMatchObject({ outcome: 'failed' })
})

it('is cancelled by the signal', async () => {
  const entry = await fakeProbe(folder, `setTimeout(() => {}, 1e6)`)
  await expect(probeAddon('addon', { entry, signal: AbortSignal.timeout(300) })).rejects.toThrow()
})
