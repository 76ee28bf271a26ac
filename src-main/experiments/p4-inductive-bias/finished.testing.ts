import { imagesCell } from './pure/cells.ts'
import type { Finished } from './summaries.ts'

/** A finished training that ended with this validation accuracy after 30 epochs. */
export const finished = (
  network: 'cnn' | 'mlp',
  perClass: number,
  accuracy: number,
  isAtChance = false,
): Finished => ({
  cell: imagesCell(
    { epochs: 30, batchSize: 10, learningRate: 0.01, momentum: 0.9, kernel: 7 },
    network,
    perClass,
    0,
  ),
  result: {
    ...{ seed: 1, divergedAt: null, isStuck: false, fellFrom: null, trainLoss: 1, confusion: [] },
    checkpoints: [
      { epochs: 30, trainAccuracy: accuracy, accuracy, isAtChance, validationLoss: 1, testAccuracy: null },
    ],
    ...{ firstAtTarget: null, flatFrom: 1, bestEpoch: 1, bestAccuracy: accuracy },
    ...{ stripesBefore: [], stripes: [] },
  },
})
