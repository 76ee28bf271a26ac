import type { PartDeclaration } from '#contract/experiment.ts'

/** What the parts ask, in our words. */
export const parts: readonly PartDeclaration[] = [
  {
    id: '1a',
    title: 'Least squares without dropout',
    question:
      'Write down the ordinary least-squares solution for the one data point, and work out its numbers.',
  },
  {
    id: '1b',
    title: 'Gradient descent without dropout',
    question:
      'Train the same model by gradient descent. Which weights come out, and are they those of part a?',
  },
  {
    id: '1c',
    title: 'Least squares with dropout',
    question:
      'Each input is dropped half of the time. Which weights minimise the expected squared error now?',
  },
  {
    id: '1d',
    title: 'Gradient descent with dropout',
    question:
      'Train with dropout, one row a step. What does the training curve look like, and are the weights those of part c?',
  },
  {
    id: '1e',
    title: 'Gradient descent with dropout and a large batch',
    question:
      'Repeat part d with a large batch. Describe the loss curve, say why it differs from the one of part d, and compare the weights with the formula.',
  },
  {
    id: '1f',
    title: 'What dropout does to the weights',
    question:
      'How large are w1 and w2 beside each other, and the two terms of the output, without and with dropout? Why does dropout change this?',
  },
  {
    id: '1g',
    title: 'Sweep of the drop rate',
    question:
      'As the drop rate varies, both weights change smoothly, except at rate 0. Where does the jump come from?',
    isOptional: true,
  },
  {
    id: '1h',
    title: 'Adam in place of SGD',
    question:
      'Does the solution change when Adam replaces SGD, without and with dropout, and why or why not?',
    isOptional: true,
  },
  {
    id: '1i',
    title: 'Dropout on real data',
    question:
      'A small network learns images whose last row gives their class away. Train it without and with dropout: how does dropout change the accuracy with that hint and without it?',
  },
]
