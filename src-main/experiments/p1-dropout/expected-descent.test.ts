import { describe, expect, it } from 'vitest'
import { mean, standardError } from '#numeric/statistics.ts'
import { collectRun } from '../collect-run.testing.ts'
import { ExpectedDescent } from './expected-descent.ts'
import { masksOf } from './pure/masks.ts'
import type { Training } from './training.ts'

const training: Training = {
  track: 'main',
  stream: '1d.main',
  point: { x1: 3, x2: -1.5, y: 4 },
  dropRate: 0.3,
  optimizer: 'sgd',
  learningRate: 0.02,
  momentum: 0,
  batchSize: 1,
  iterations: 4,
  start: { w1: 0.5, w2: -2 },
  logEvery: 1,
}

/** Every batch of masks with its probability, as the mean matrix A, vector b and constant of its loss. */
function batchesOf({ point, dropRate, batchSize }: Training) {
  type Batch = { chance: number; rows: (readonly [number, number])[] }
  let batches: Batch[] = [{ chance: 1, rows: [] }]
  for (let row = 0; row < batchSize; row++)
    batches = batches.flatMap((batch) =>
      masksOf(point, dropRate).map((mask) => ({
        chance: batch.chance * mask.probability,
        rows: [...batch.rows, mask.row],
      })),
    )
  return batches
}

/** E[L_t] by following every possible sequence of batches: exponential in t, and nothing to get wrong. */
function byEnumeration(settings: Training, steps: number): { loss: number; w1: number; clean: number } {
  const { y, x1, x2 } = settings.point
  const mu = settings.optimizer === 'momentum' ? settings.momentum : 0
  const batches = batchesOf(settings)
  const follow = (
    w: [number, number],
    v: [number, number],
    chance: number,
    left: number,
  ): [number, number, number] => {
    let sums: [number, number, number] = [0, chance * w[0], chance * (x1 * w[0] + x2 * w[1] - y) ** 2]
    if (left > 0) sums = [0, 0, 0]
    for (const batch of batches) {
      const errors = batch.rows.map((row) => row[0] * w[0] + row[1] * w[1] - y)
      const share = chance * batch.chance
      if (left === 0) {
        sums[0] += share * mean(errors.map((error) => error * error))
        continue
      }
      const gradient = [0, 1].map((j) =>
        mean(batch.rows.map((row, b) => 2 * (errors[b] ?? 0) * (row[j] ?? 0))),
      )
      const speed: [number, number] = [mu * v[0] + (gradient[0] ?? 0), mu * v[1] + (gradient[1] ?? 0)]
      const next: [number, number] = [
        w[0] - settings.learningRate * speed[0],
        w[1] - settings.learningRate * speed[1],
      ]
      const below = follow(next, speed, share, left - 1)
      sums = [sums[0] + below[0], sums[1] + below[1], sums[2] + below[2]]
    }
    return sums
  }
  const [loss, w1, clean] = follow([settings.start.w1, settings.start.w2], [0, 0], 1, steps)
  return { loss, w1, clean }
}

describe('ExpectedDescent', () => {
  it.each([
    ['SGD, one row', { ...training }, 6],
    ['SGD, two rows', { ...training, batchSize: 2 }, 3],
    ['momentum, one row', { ...training, optimizer: 'momentum', momentum: 0.8 }, 6],
    ['momentum, two rows', { ...training, optimizer: 'momentum', momentum: 0.8, batchSize: 2 }, 3],
    ['one input zero', { ...training, point: { x1: 2, x2: 0, y: -3 } }, 5],
    ['no dropout', { ...training, dropRate: 0 }, 5],
  ] as const)('equals the average over every sequence of masks: %s', (_, settings, steps) => {
    const expected = new ExpectedDescent(settings)
    for (let step = 0; step <= steps; step++) {
      const listed = byEnumeration(settings, step)
      expect(expected.loss).toBeCloseTo(listed.loss, 10)
      expect(expected.weights.w1).toBeCloseTo(listed.w1, 10)
      expect(expected.cleanLoss).toBeCloseTo(listed.clean, 10)
      expected.advance()
    }
  })

  it('equals the loss itself where there is no dropout, down to where it vanishes', async () => {
    for (const optimizer of ['sgd', 'momentum']) {
      const { samples } = await collectRun('1b', { optimizer })
      for (const { values } of samples) {
        const [loss = NaN, expectedLoss = NaN] = [values['loss'], values['expectedLoss']]
        // Rounding of x . w - y, about 1e-15 of 11, is what is left of the residual in the end.
        expect(Math.abs(Math.sqrt(loss) - Math.sqrt(expectedLoss))).toBeLessThan(1e-12)
      }
    }
  })

  it.each([
    ['1d', {}, 400],
    ['1e', {}, 100],
    ['1d', { optimizer: 'momentum', learningRate: 0.0002 }, 400],
  ])(
    'equals the mean of the measured losses of %s within its standard error',
    async (preset, given, runs) => {
      const steps = [0, 1, 3, 10, 50, 200, 300]
      const losses = steps.map((): number[] => [])
      let expected: number[] = []
      for (let seed = 1; seed <= runs; seed++) {
        const { samples } = await collectRun(preset, { ...given, iterations: 300 }, seed)
        steps.forEach((step, index) => losses[index]?.push(samples[step]?.values['loss'] ?? NaN))
        expected = steps.map((step) => samples[step]?.values['expectedLoss'] ?? NaN)
      }
      losses.forEach((measured, index) => {
        const deviation = Math.abs(mean(measured) - (expected[index] ?? NaN))
        expect(deviation).toBeLessThanOrEqual(4 * standardError(measured) + 1e-12)
      })
    },
  )

  it('is refused for Adam, which has no closed form', () => {
    expect(() => new ExpectedDescent({ ...training, optimizer: 'adam' })).toThrow('no closed form')
  })
})
