import { expect, it } from 'vitest'
import { chanceOf, chanceWords } from './ended-at-chance.ts'

const peaks = '91.3 % in validation after epoch 277 (seed 201)'

it('says what ended at chance, and how it came there', () => {
  const row = { atChance: 1, stuck: 1, fellBack: 1, peaks }
  expect(chanceWords(chanceOf(row), 3)).toEqual([
    '1 never left chance',
    '1 stuck at chance',
    `1 fell back to chance from ${peaks}`,
  ])
  expect(chanceWords(chanceOf(undefined), 3)).toEqual([])
  // A row before the last epoch, or of an earlier version, does not say how.
  const unknown = { atChance: 3, stuck: null, fellBack: null, peaks: null }
  expect(chanceWords(chanceOf(unknown), 3)).toEqual(['3 at chance'])
  const one = { atChance: 0, stuck: 0, fellBack: 1, peaks }
  expect(chanceWords(chanceOf(one), 1)).toEqual([
    'fell back to chance from 91.3 % in validation after epoch 277',
  ])
})
