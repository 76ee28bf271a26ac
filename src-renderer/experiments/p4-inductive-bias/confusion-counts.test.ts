import { threeClasses } from '#experiments/p4-inductive-bias/pure/bands.ts'
import { expect, it } from 'vitest'
import {
  accuracyOf,
  commonestMistake,
  confusionCounts,
  measuredCounts,
  pixelsOf,
  probabilitiesOf,
} from './confusion-counts.ts'

// Two validation images of each of three classes.
const probabilities = {
  shape: [6, 3],
  data: Float32Array.of(
    ...[0.75, 0.25, 0, 0.25, 0.5, 0.25],
    ...[0, 1, 0, 0.25, 0.25, 0.5],
    ...[0, 0, 1, 0.25, 0.25, 0.5],
  ),
}

it('counts answers by true class, and the share of right ones', () => {
  const counts = confusionCounts(probabilities)
  expect(counts).toEqual([
    [1, 1, 0],
    [0, 1, 1],
    [0, 0, 2],
  ])
  expect(accuracyOf(counts)).toBeCloseTo((100 * 4) / 6, 12)
  expect(accuracyOf([])).toBeNull()
})

it('finds one image among all: its pixels and its probabilities', () => {
  expect([...probabilitiesOf(probabilities, 3)]).toEqual([0.25, 0.25, 0.5])
  const images = { shape: [2, 2, 1, 2], data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) }
  expect([...Array.from(pixelsOf(images, 2))]).toEqual([5, 6])
})

it('opens with the commonest mistake, and with a right answer where there is none', () => {
  expect(
    commonestMistake([
      [30, 0, 20],
      [2, 22, 26],
      [0, 0, 50],
    ]),
  ).toEqual({ trueClass: 1, predictedClass: 2 })
  expect(
    commonestMistake([
      [5, 0],
      [0, 5],
    ]),
  ).toEqual({ trueClass: 0, predictedClass: 0 })
  expect(commonestMistake([])).toBeNull()
})

it('reads the counts of one training from the measured table, in the order of its classes', () => {
  const training = { network: 'mlp', perClass: 10, seed: 1 } as const
  const rows = [
    { ...training, label: 'vertical', horizontal: 3, vertical: 1, none: 0 },
    { ...training, label: 'horizontal', horizontal: 0, vertical: 4, none: 1 },
    { ...training, label: 'none', horizontal: 0, vertical: 0, none: 5 },
    { ...training, seed: 2, label: 'none', horizontal: 5, vertical: 0, none: 0 },
  ] as const
  expect(measuredCounts(rows, training, 1, threeClasses)).toEqual([
    [0, 4, 1],
    [3, 1, 0],
    [0, 0, 5],
  ])
  expect(measuredCounts(rows, training, 3, threeClasses)).toBeNull()
})
