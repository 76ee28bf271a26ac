import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { labDescriptionSchema } from '#contract/messages.ts'
import { chooseEngine, listEngines, openEngine } from './choose.ts'

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
