import type { AccuracyRow } from '#experiments/p4-inductive-bias/pure/tables.ts'
import { expect, it } from 'vitest'
import { chanceWords, endedAtChance } from './ended-at-chance.ts'

const row = (epochs: number, atChance: number, stuck: number): AccuracyRow => ({
  ...{ network: 'cnn', perClass: 10, epochs, accuracy: 33, lowest: 33, highest: 33, trainAccuracy: 33 },
  ...{ validationLoss: 1.1, atChance, stuck, diverged: 0, seeds: '1 2 3' },
})

it('reads what ended at chance from the row of the last epoch, and stuck ones from young ones', () => {
  const at = endedAtChance([row(30, 3, 0), row(60, 1, 1)], 60)
  expect(chanceWords(at('cnn', 10), 3)).toEqual(['1 still at chance', '1 stuck at chance'])
  expect(chanceWords(at('mlp', 10), 3)).toEqual([])
  expect(chanceWords({ atChance: 1, stuck: 0 }, 1)).toEqual(['still at chance'])
})
