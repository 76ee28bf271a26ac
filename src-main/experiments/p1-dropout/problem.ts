/** Problem 1: two weights and one data point, then a network on images. */
import type { Part } from '../part.ts'
import { partsIn, type Problem } from '../problem.ts'

export const problem: Problem = {
  id: 'p1-dropout',
  number: 1,
  title: 'Understanding dropout',
  summary:
    'Two weights and one data point: what dropout does to the least-squares solution, and where gradient descent ends with it. Then a network trained on images.',
  parts: partsIn(import.meta.glob<{ readonly part: Part }>('./parts/*.ts', { eager: true })),
}
