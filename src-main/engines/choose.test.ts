import { expect, test } from 'vitest'
import { labDescriptionSchema } from '#contract/messages.ts'
import { chooseEngine, listEngines } from './choose.ts'

test('lists each engine with a description or a sentence, in the shape of the contract', async () => {
  const engines = labDescriptionSchema.shape.engines.parse(await listEngines())
  expect(engines.map((engine) => engine.name)).toEqual(['typescript', 'tensorflow'])
  for (const engine of engines) expect((engine.description === null) !== (engine.problem === null)).toBe(true)
  expect(engines[0]?.description?.device).toContain('64-bit')
})

test('takes plain TypeScript by name and automatically, and says why', () => {
  expect(chooseEngine('auto').name).toBe('typescript')
  expect(chooseEngine('typescript').reason).not.toBe(chooseEngine('auto').reason)
})

test('names the allowed engines when another is asked for', () => {
  expect(() => chooseEngine('pytorch')).toThrow(/"pytorch".*"auto" or "typescript"/)
  expect(() => chooseEngine('tensorflow')).toThrow(/cannot be opened.*"auto" or "typescript"/)
})
