import { expect, it } from 'vitest'
import {
  accuracyOf,
  commonestMistake,
  confusionCounts,
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
