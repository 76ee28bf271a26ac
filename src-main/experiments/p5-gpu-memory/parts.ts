import type { PartDeclaration } from '#contract/experiment.ts'

/** What the parts ask, in our words. */
export const parts: readonly PartDeclaration[] = [
  {
    id: '5a',
    title: 'The network, the GPU and the context',
    question:
      'How many trainable parameters does ResNet-152 have, and how large is it in MB? Which GPU do you use, and how much memory has it? How much memory do the context and the loaded network take beyond the parameters?',
  },
  {
    id: '5b',
    title: 'Memory of the optimizers',
    question:
      'How much memory does training take in all with SGD, with SGD with momentum and with Adam? Which needs the most, and why?',
  },
  {
    id: '5c',
    title: 'Memory, time and accuracy against the batch size',
    question:
      'How much memory do batches of 4, 16, 64 and 256 take, and which is the largest that can be trained? Which batch size is the most accurate after the last epoch, which reaches it first, and why? Plot accuracy against wall time.',
  },
]
