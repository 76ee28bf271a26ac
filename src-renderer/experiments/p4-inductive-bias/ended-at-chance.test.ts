import { expect, it } from 'vitest'
import { chanceWords } from './ended-at-chance.ts'

it('names young and stuck trainings, with their number where there are several seeds', () => {
  expect(chanceWords({ atChance: 1, stuck: 1 }, 3)).toEqual(['1 still at chance', '1 stuck at chance'])
  expect(chanceWords({ atChance: 0, stuck: 0 }, 3)).toEqual([])
  expect(chanceWords({ atChance: 1, stuck: 0 }, 1)).toEqual(['still at chance'])
})
