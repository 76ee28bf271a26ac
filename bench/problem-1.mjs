import { part as part1d, training as training1d } from '#experiments/p1-dropout/parts/1d.ts'
import { part as part1e, training as training1e } from '#experiments/p1-dropout/parts/1e.ts'
import { part as part1g, trainings as trainings1g } from '#experiments/p1-dropout/parts/1g.ts'
import { part as part1h, trainings as trainings1h } from '#experiments/p1-dropout/parts/1h.ts'
import { Random } from '#numeric/random.ts'

/** One case: a part with its trainings, every iteration logged, as a notebook does. */
function caseOf({ id, slots: { main } }, trainingsOf) {
  const params = main.typed({ logEvery: 1 })
  return {
    part: id,
    slot: main,
    params,
    trainings: trainingsOf(params).map(
      ({ point, dropRate, optimizer, learningRate, batchSize, iterations }) => ({
        x: [point.x1, point.x2],
        y: point.y,
        rate: dropRate,
        optimizer,
        learning_rate: learningRate,
        batch_size: batchSize,
        iterations,
      }),
    ),
  }
}

/** The parts that train with dropout, at the homework's settings. */
export const cases = [
  caseOf(part1d, (params) => [training1d(params)]),
  caseOf(part1e, (params) => [training1e(params)]),
  caseOf(part1g, trainings1g),
  caseOf(part1h, trainings1h),
]

/** Trains one case and consumes every sample. Returns the seconds, and the last weights of each track. */
export function runOurs({ slot, params }, seed) {
  const last = new Map()
  const asked = slot.ask(params)
  const { signal } = new AbortController()
  const start = performance.now()
  for (const event of asked.train({ random: new Random(seed), signal }))
    if (event.type === 'sample') last.set(event.track, event.values)
  const seconds = (performance.now() - start) / 1000
  return { seconds, weights: [...last.values()].map(({ w1, w2 }) => [w1, w2]) }
}
