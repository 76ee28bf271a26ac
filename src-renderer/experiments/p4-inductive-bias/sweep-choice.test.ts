import { expect, it } from 'vitest'
import { SweepChoice } from './sweep-choice.svelte.ts'

const counts = [10, 20, 50]

it('shows the preferred number until another is chosen, and what there is instead of what there is not', () => {
  const choice = new SweepChoice(20)
  expect(choice.perClass(counts)).toBe(20)
  expect(choice.perClass([5, 7])).toBe(5)
  choice.choose(50)
  expect(choice.perClass(counts)).toBe(50)
  expect(choice.perClass([10, 20])).toBe(20)
})

it('shows what has begun while the preferred number waits, and what was chosen come what may', () => {
  const choice = new SweepChoice(20)
  expect(choice.perClass(counts, (count) => count > 20)).toBe(50)
  expect(choice.perClass(counts, () => false)).toBe(20)
  choice.choose(10)
  expect(choice.perClass(counts, (count) => count > 20)).toBe(10)
})

it('keeps the seed within those of the run', () => {
  const choice = new SweepChoice(20)
  choice.chooseSeed(3)
  expect([choice.seedIndex(4), choice.seedIndex(2), choice.seedIndex(0)]).toEqual([3, 1, 0])
})

it('shows the largest number where that is preferred, and what was chosen after that', () => {
  const choice = new SweepChoice('largest')
  expect([choice.perClass(counts), choice.perClass([5, 7])]).toEqual([50, 7])
  choice.choose(10)
  expect(choice.perClass(counts)).toBe(10)
})
