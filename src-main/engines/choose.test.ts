import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { labDescriptionSchema } from '#contract/messages.ts'
import { chooseEngine, listEngines, openEngine } from './choose.ts'
import type { Manifest } from './tensorflow/installation.ts'
import { findPackage } from './tensorflow/package.ts'
import { probeKey, writeProbe } from './tensorflow/probe-record.ts'

let home: string
beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'lab182-choose-'))))
afterEach(() => rm(home, { recursive: true, force: true }))

test('lists each engine with a description or a sentence, in the shape of the contract', async () => {
  const engines = labDescriptionSchema.shape.engines.parse(await listEngines(home))
  expect(engines.map((engine) => engine.name)).toEqual(['typescript', 'onnx', 'tensorflow'])
  for (const engine of engines) expect((engine.description === null) !== (engine.problem === null)).toBe(true)
  expect(engines[0]?.description?.device).toContain('64-bit')
  expect(engines[2]?.problem).toMatch(/not installed; run "npm run engine:tensorflow"/)
})

test('without networks: takes plain TypeScript by name and automatically, and says why', () => {
  expect(chooseEngine('auto').name).toBe('typescript')
  expect(chooseEngine('typescript').reason).not.toBe(chooseEngine('auto').reason)
})

test('without networks: names the allowed engines when another is asked for', () => {
  expect(() => chooseEngine('pytorch')).toThrow(/"pytorch".*"auto" or "typescript"/)
  expect(() => chooseEngine('tensorflow')).toThrow(/trains no network.*"auto" or "typescript"/)
})

test('for networks: automatically takes onnx where TensorFlow is not installed, and says why', async () => {
  const engine = await openEngine('auto', home)
  expect(engine.description.name).toBe('onnx')
  expect(engine.description.reason).toMatch(/automatically.*native library is not installed/)
  await engine.close()
})

test('for networks: says why an engine cannot be opened and what to do', async () => {
  await expect(openEngine('tensorflow', home)).rejects.toThrow(
    /"tensorflow" cannot be opened.*not installed; run "npm run engine:tensorflow".*"auto" or "onnx"/,
  )
  await expect(openEngine('typescript', home)).rejects.toThrow(/does not train networks.*"auto"/)
  await expect(openEngine('pytorch', home)).rejects.toThrow(/"pytorch".*"auto", "onnx" or "tensorflow"/)
})

/** Writes what an installed library leaves, with an addon that cannot be loaded and a probe that says it can. */
async function pretendInstalled(device: 'CUDA' | 'CPU'): Promise<void> {
  const folder = join(home, 'engines', 'tensorflow', '2.20.0')
  const manifest: Manifest = {
    ...{ source: 'wheel', version: '2.20.0', packageVersion: '4.22.0', addon: 'tfjs_binding.node' },
    ...{ downloads: [], installedAt: '2026-01-01T00:00:00Z' },
  }
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'installed.json'), JSON.stringify(manifest))
  await writeFile(join(folder, 'tfjs_binding.node'), 'not a library')
  const version = findPackage()?.version ?? ''
  const key = probeKey({ ...manifest, folder }, version)
  await writeProbe(folder, key, { outcome: 'passed', device, tensorflow: '2.20.0' })
}

test('for networks: automatically leaves a TensorFlow without CUDA alone, and lists it', async () => {
  await pretendInstalled('CPU')
  const engine = await openEngine('auto', home)
  expect(engine.description).toMatchObject({
    name: 'onnx',
    reason: expect.stringContaining('no CUDA device'),
  })
  await engine.close()
  const [, , tensorflow] = await listEngines(home)
  expect(tensorflow?.description).toMatchObject({ version: '2.20.0', device: expect.stringContaining('CPU') })
})

test('for networks: falls back from a CUDA library that no longer loads, and by name says so', async () => {
  await pretendInstalled('CUDA')
  const engine = await openEngine('auto', home)
  expect(engine.description.name).toBe('onnx')
  expect(engine.description.reason).toMatch(/"tensorflow" could not be loaded: .*tfjs_binding\.node/)
  await engine.close()
  await expect(openEngine('tensorflow', home)).rejects.toThrow(
    /could not be loaded: .*Run "npm run engine:tensorflow" again/,
  )
})
