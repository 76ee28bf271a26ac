import { partsIn, type Problem } from '../problem.ts'

export const problem: Problem = {
  id: 'p4-inductive-bias',
  number: 4,
  title: 'Inductive bias of CNNs',
  summary:
    'Images of one band, horizontal, vertical or none: a CNN with 606 parameters against an MLP with 39 793, and why one needs so much less data than the other.',
  parts: partsIn(import.meta.glob(['./parts/*.ts', '!./parts/*.test.ts'], { eager: true })),
}
