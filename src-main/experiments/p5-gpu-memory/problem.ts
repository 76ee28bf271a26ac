import type { Part } from '../part.ts'
import { partsIn, type Problem } from '../problem.ts'

export const problem: Problem = {
  id: 'p5-gpu-memory',
  number: 5,
  title: 'Memory considerations on GPUs',
  summary:
    'How much memory it takes to train a ResNet: parameters, gradients, optimizer state and activations, predicted from the shapes and measured in a new process for each setting.',
  parts: partsIn(
    import.meta.glob<{ readonly part: Part }>(['./parts/*.ts', '!./parts/*.test.ts'], { eager: true }),
  ),
}
