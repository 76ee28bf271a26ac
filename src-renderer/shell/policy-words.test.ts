import { expect, it } from 'vitest'
import { openPolicy } from '#contract/policy.ts'
import { policyWords } from './policy-words.ts'

it('says nothing where nothing is set', () => {
  expect(policyWords(openPolicy)).toEqual([])
})

it('says each thing that is set in a sentence', () => {
  expect(
    policyWords({
      ...openPolicy,
      ...{ references: 'locked', seed: 7, quota: { runs: 1, bytes: 2e6 } },
      ...{ isDownloadAllowed: false, hasShortcuts: false },
      parts: { '1a': { references: 'open' }, '4c': { hints: 'locked' } },
    }),
  ).toEqual([
    'Reference answers are locked by this lab’s policy.',
    'Reference answers of part 1a are open.',
    'Hints and steps of part 4c are locked by this lab’s policy.',
    'Every form starts with seed 7.',
    'This data folder may hold 1 run.',
    expect.stringMatching(/^Its runs may take 2.MB\.$/),
    'Downloads are switched off.',
    'Single-key shortcuts are switched off.',
  ])
})
