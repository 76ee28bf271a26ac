import { findPreset, parseParams } from '#contract/params.ts'
import { trainingsOf } from '#experiments/p1-dropout/plan.ts'
import { findExperiment } from '#experiments/registry.ts'
import { Random } from '#numeric/random.ts'

const { definition, train } = findExperiment('p1-dropout')

/** The parts that train with dropout, at the homework's settings; every iteration is logged, as a notebook does. */
export const cases = ['1d', '1e', '1g', '1h'].map((part) => {
  const params = parseParams(definition, findPreset(definition, part), { logEvery: 1 })
  const trainings = trainingsOf(part, params)
  return {
    part,
    params,
    trainings: trainings.map(({ point, dropRate, optimizer, learningRate, batchSize, iterations }) => ({
      x: [point.x1, point.x2],
      y: point.y,
      rate: dropRate,
      optimizer,
      learning_rate: learningRate,
      batch_size: batchSize,
      iterations,
    })),
  }
})

/** Trains one case and consumes every sample. Returns the seconds, and the last weights of each track. */
export function runOurs({ part, params }, seed) {
  const last = new Map()
  const { signal } = new AbortController()
  const start = performance.now()
  for (const event of train({ params, preset: part, random: new Random(seed), signal }))
    if (event.type === 'sample') last.set(event.track, event.values)
  const seconds = (performance.now() - start) / 1000
  return { seconds, weights: [...last.values()].map(({ w1, w2 }) => [w1, w2]) }
}
