import { describe, expect, it } from 'vitest'
import { openSuiteEngines } from './engine-suite.ts'
import { drawExamples, drawOrder, expectClose, withSession } from './engine-suite-data.ts'
import { families } from './engine-suite-models.ts'

const engines = (await openSuiteEngines()).flatMap(({ engine }) => (engine === null ? [] : [engine]))
const missing = (await openSuiteEngines()).flatMap(({ engine, problem }) =>
  engine === null ? [problem] : [],
)
const pairs = engines.flatMap((one, index) => engines.slice(index + 1).map((other) => [one, other] as const))

describe('two engines, the same weights and batches: losses within 1e-4 of each other over 50 steps', () => {
  it('has two engines to compare', () => {
    expect(engines.length, missing.join(' ')).toBeGreaterThanOrEqual(2)
  })

  for (const reason of missing) it.skip(`not with every engine. ${reason}`)

  for (const [one, other] of pairs)
    for (const model of families)
      it(
        `${one.description.name} and ${other.description.name}: ${model.name}`,
        { timeout: 120_000 },
        async () => {
          const examples = drawExamples(model, 'softmaxCrossEntropy', 16)
          const optimizer = { kind: 'momentum', learningRate: 0.002, momentum: 0.9 } as const
          const [first, second] = await Promise.all(
            [one, other].map((engine) =>
              withSession(engine, { model, optimizer, batchSize: 8 }, (session) =>
                session.train(examples, drawOrder(50 * 8, 16)),
              ),
            ),
          )
          expect(first).toHaveLength(50)
          expectClose(first ?? [], second ?? [], 1e-4, 'loss of step')
        },
      )
})
