import { expect, it } from 'vitest'
import type { DemoStep } from '#contract/demo.ts'
import { stepWords } from './step-words.ts'

it.each<[DemoStep, string]>([
  [{ do: 'open', part: '4c', slot: 'search' }, 'Open 4c, search'],
  [{ do: 'set', fields: { keep: 0.5, sides: [3, 5] } }, 'Set keep = 0.5, sides = 3,5'],
  [{ do: 'start', seed: 7, stepsPerSecond: null }, 'Run with seed 7'],
  [{ do: 'start', seed: 7, stepsPerSecond: 30 }, 'Run with seed 7, 30 steps a second'],
  [
    { do: 'start', seed: 7, stepsPerSecond: null, stored: { run: 'a', seconds: 30 } },
    'Show the stored run with seed 7 in 30 s',
  ],
  [{ do: 'visit', page: 'log' }, 'Show the homework log'],
  [{ do: 'wait', for: { press: true } }, 'Wait for a press'],
  [{ do: 'wait', for: { epochs: 3 } }, 'Wait for epoch 3'],
  [{ do: 'wait', for: { value: '1e.w1' } }, 'Wait until 1e.w1 is measured'],
  [{ do: 'point', at: null }, 'Point at nothing'],
  [{ do: 'overlay' }, 'Keep this run on the charts'],
])('%o is “%s”', (step, words) => {
  expect(stepWords(step)).toBe(words)
})
