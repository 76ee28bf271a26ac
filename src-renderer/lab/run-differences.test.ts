import { slotOf } from '#experiments/problems.ts'
import type { RunRequest } from '#contract/runs.ts'
import { describe, expect, it } from 'vitest'
import { named, runDifferences } from './run-differences.ts'

const slot = slotOf({ part: '1g', slot: 'main' })
if (!slot) throw new Error('there is no part 1g')
const params = slot.defaults as RunRequest['params']
const shown: RunRequest = { part: '1g', slot: 'main', params, seed: 182, engine: 'auto' }

describe('runDifferences', () => {
  it('names the seed and every parameter that differs', () => {
    const other = { ...shown, seed: 7, params: { ...params, learningRate: 0.01, sweepRates: [0, 0.5] } }
    const words = runDifferences(slot.fields, other, shown)
    expect(words).toContain('seed 7')
    expect(words).toContain('learning rate 0.01')
    expect(words).toContain('0, 0.5')
  })
  it('says when nothing differs', () => {
    expect(runDifferences(slot.fields, { ...shown }, shown)).toBe('same settings')
  })
})

it('tells runs of the same settings apart by their times', () => {
  const run = (id: string, difference: string, second: number) => ({
    id,
    difference,
    head: { createdAt: new Date(2026, 0, 1, 14, 2, second).toISOString() },
  })
  const runs = [
    run('a', 'seed 7', 1),
    run('b', 'seed 7', 2),
    run('c', 'seed 8', 3),
    run('d', 'same settings', 4),
  ]
  const names = named(runs, ({ difference }) => difference).map(({ difference }) => difference)
  expect(names[2]).toBe('seed 8')
  expect(names[3]).toMatch(/^same settings, run of .*04/)
  expect([names[0], names[1]]).toEqual([
    expect.stringMatching(/seed 7, run of .*01/),
    expect.stringMatching(/02/),
  ])
})
