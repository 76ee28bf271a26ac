import type { AccuracyRow } from '#experiments/p4-inductive-bias/pure/tables.ts'
import { expect, it } from 'vitest'
import { chanceWords, endedAtChance } from './ended-at-chance.ts'

const row = (epochs: number, atChance: number, stuck: number | null, more = {}): AccuracyRow => ({
  ...{ network: 'cnn', perClass: 10, epochs, accuracy: 33, lowest: 33, highest: 33, trainAccuracy: 33 },
  ...{ validationLoss: 1.1, atChance, stuck, fellBack: null, peaks: null, diverged: 0, seeds: '1 2 3' },
  ...more,
})
const peaks = '91.3 % in validation after epoch 277 (seed 201)'

it('reads what ended at chance from the row of the last epoch, and how it came there', () => {
  const at = endedAtChance([row(30, 3, null), row(60, 1, 1, { fellBack: 1, peaks })], 60)
  expect(chanceWords(at('cnn', 10), 3)).toEqual([
    '1 never left chance',
    '1 stuck at chance',
    `1 fell back to chance from ${peaks}`,
  ])
  expect(chanceWords(at('mlp', 10), 3)).toEqual([])
  expect(chanceWords(endedAtChance([row(30, 3, null)], 30)('cnn', 10), 3)).toEqual(['3 at chance'])
  const one = { atChance: 0, stuck: 0, fellBack: 1, isEnd: true, peaks }
  expect(chanceWords(one, 1)).toEqual(['fell back to chance from 91.3 % in validation after epoch 277'])
})
