import { describe, expect, it } from 'vitest'
import type { Model } from '#models/model.ts'
import type { Engine } from './engine.ts'
import { openSuiteEngines } from './testing/engine-suite.ts'
import { drawExamples, drawOrder, expectClose, withSession } from './testing/engine-suite-data.ts'
import { families } from './testing/engine-suite-models.ts'

const all = await openSuiteEngines()
const engines = all.flatMap(({ name, engine }) => (engine === null ? [] : [{ name, engine }]))
const steps = 50
const batchSize = 8

/** Small steps: where training is chaotic, rounding grows from step to step whoever computes it. */
function curve(engine: Engine, model: Model): Promise<Float32Array> {
  const examples = drawExamples(model, 'softmaxCrossEntropy', 16)
  const optimizer = { kind: 'momentum', learningRate: 0.002, momentum: 0.9 } as const
  return withSession(engine, { model, optimizer, batchSize }, (session) =>
    session.train(examples, drawOrder(steps * batchSize, 16)),
  )
}

describe('any two engines, the same weights and batches: losses within 1e-4 of each other over 50 steps', () => {
  const missing = all.filter(({ engine }) => engine === null)
  for (const { name, problem } of missing) it.skip(`not with ${name}. ${problem}`)

  it('has two engines to compare', () => {
    expect(engines.length, missing.map(({ problem }) => problem).join(' ')).toBeGreaterThanOrEqual(2)
  })

  for (const model of families)
    it(`${engines.map(({ name }) => name).join(', ')}: ${model.name}`, { timeout: 240_000 }, async () => {
      const curves: Float32Array[] = []
      for (const { engine } of engines) curves.push(await curve(engine, model))
      curves.forEach((found, index) => {
        expect(found).toHaveLength(steps)
        for (let other = 0; other < index; other++)
          expectClose(
            found,
            curves[other] ?? [],
            1e-4,
            `${engines[index]?.name} beside ${engines[other]?.name}, step`,
          )
      })
    })
})
