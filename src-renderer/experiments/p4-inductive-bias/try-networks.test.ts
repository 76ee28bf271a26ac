import { part as part4f, plan } from '#experiments/p4-inductive-bias/parts/4f.ts'
import { initialNetwork } from '#experiments/p4-inductive-bias/pure/networks.ts'
import { forwardBackward } from '#models/reference-network.ts'
import { parametersOf } from '#models/parameters.ts'
import { Random } from '#numeric/random.ts'
import { describe, expect, it } from 'vitest'
import { averagesOf, featureStages } from './feature-stages.ts'
import { answerTo, finalWeights, triedNetwork } from './try-networks.ts'

const { cells } = plan(part4f.slots.main.typed({ perClass: [10] }))
const inputs = Float32Array.from({ length: 784 }, (_, i) => (Math.floor(i / 28) === 9 ? 0.75 : 0.125))

/** A cell with weights as a run stores them: one after another in the order of the parameter table. */
const stored = cells.map((cell) => {
  const { model, weights } = initialNetwork(cell, 5, new Random(7))
  const data = Float32Array.from(parametersOf(model).flatMap(({ name }) => [...(weights[name] ?? [])]))
  return { cell, model, weights, snapshot: { step: cell.epochs, shape: [data.length], data } }
})

describe('a trained network on the page', () => {
  it.each(stored)(
    'answers as the reference network does: $cell.network',
    ({ cell, model, weights, snapshot }) => {
      const { outputs } = forwardBackward(model, 'softmaxCrossEntropy', weights, inputs, [0], {
        isTraining: false,
      })
      const powers = [...outputs].map(Math.exp)
      const sum = powers.reduce((a, b) => a + b, 0)
      const { probabilities } = answerTo(triedNetwork(cell, 5, snapshot), inputs)
      expect(probabilities).toHaveLength(5)
      probabilities.forEach((p, i) => expect(p).toBeCloseTo((powers[i] ?? NaN) / sum, 12))
    },
  )

  it('is there once its last epoch is done', () => {
    const [first] = stored
    if (!first) throw new Error('no cells')
    const run = {
      latestSnapshot: (track: string, name: string) =>
        track === first.cell.track && name === 'weights' ? first.snapshot : null,
    }
    expect(finalWeights(run, first.cell)).toBe(first.snapshot)
    expect(finalWeights(null, first.cell)).toBeNull()
  })
})

describe('feature maps', () => {
  const cnn = stored.find(({ cell }) => cell.network === 'cnn')
  if (!cnn) throw new Error('no CNN')
  const network = triedNetwork(cnn.cell, 5, cnn.snapshot)
  const { outputs } = answerTo(network, inputs)
  const stages = featureStages(network.model, outputs)

  it('are shown stage by stage, with limits that enclose them', () => {
    expect(stages.map(({ title, rows, maps, map }) => [title, rows, maps.length, map])).toEqual([
      ['conv 1', 28, 3, 'diverging'],
      ['ReLU', 28, 3, 'cividis'],
      ['max pool', 14, 3, 'cividis'],
      ['conv 2', 14, 3, 'diverging'],
      ['ReLU', 14, 3, 'cividis'],
    ])
    for (const { maps, limits } of stages)
      for (const map of maps) {
        expect(Math.max(...map)).toBeLessThanOrEqual(limits[1])
        expect(Math.min(...map)).toBeGreaterThanOrEqual(limits[0])
      }
  })

  it('end in the averages that the classifier receives', () => {
    const last = stages.at(-1)?.maps ?? []
    averagesOf(network.model, outputs).forEach((average, filter) => {
      const values = [...(last[filter] ?? [])]
      expect(average).toBeCloseTo(values.reduce((a, b) => a + b, 0) / 196, 12)
    })
  })
})
