import type { Part } from '../part.ts'
import { partsIn, type Problem } from '../problem.ts'

export const problem: Problem = {
  id: 'p3-gradients',
  number: 3,
  title: 'Weights and gradients in a CNN',
  summary:
    'One convolution and its backward pass, product by product; how the gradient grows with the image; and its way back through pooling layers.',
  parts: partsIn(import.meta.glob<{ readonly part: Part }>('./parts/*.ts', { eager: true })),
}
