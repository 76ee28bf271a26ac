import type { Part } from '../part.ts'
import { partsIn, type Problem } from '../problem.ts'

export const problem: Problem = {
  id: 'p2-regularization',
  number: 2,
  title: 'Regularization and dropout',
  summary:
    'Linear regression with randomly dropped inputs: in expectation a ridge penalty that measures each feature on its own scale. Here p is the keep probability.',
  parts: partsIn(import.meta.glob<{ readonly part: Part }>('./parts/*.ts', { eager: true })),
}
