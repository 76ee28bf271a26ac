import { expect, it } from 'vitest'
import { problems } from '#experiments/problems.ts'
import { newPlan, secondsLeft, shareDone, slotsNeeded, type Timed } from './run-all-plan.ts'

const order = { setting: 'short', problems: null, seeds: 1 } as const

it('runs a slot for everything that any part asks, each once, what is cheap first', () => {
  const slots = slotsNeeded(problems, null)
  const answered = slots.map(({ part, answered: asks }) => asks.map((ask) => `${part}.${ask}`)).flat()
  const asked = problems.flatMap(({ parts }) =>
    parts.flatMap(({ id, asks }) => asks.map((ask) => `${id}.${ask.id}`)),
  )
  expect([...answered].sort()).toEqual([...asked].sort())
  expect(new Set(slots.map(({ key }) => key)).size).toBe(slots.length)
  const kinds = slots.map(({ trainedBy }) => trainedBy)
  expect(kinds.lastIndexOf('typescript')).toBeLessThan(kinds.indexOf('engine'))
  expect(kinds.lastIndexOf('engine')).toBeLessThan(kinds.indexOf('jobs-side-by-side'))
  expect(kinds.lastIndexOf('jobs-side-by-side')).toBeLessThan(kinds.indexOf('jobs-apart'))
})

it('is limited to problems by number', () => {
  expect(new Set(slotsNeeded(problems, [2]).map(({ part }) => part[0]))).toEqual(new Set(['2']))
  expect(slotsNeeded(problems, [99])).toEqual([])
})

it('has the seeds of a slot as a group, the first one last', () => {
  const { items } = newPlan(problems, { ...order, problems: [2], seeds: 3 }, 'all-1', 183)
  expect(items.slice(0, 3)).toMatchObject([
    { part: '2a', seed: 185, group: { id: 'all-1-2a', size: 3 } },
    { part: '2a', seed: 184, group: { id: 'all-1-2a', size: 3 } },
    { part: '2a', seed: 183, group: { id: 'all-1-2a', size: 3 } },
  ])
  expect(newPlan(problems, order, 'all-2', 183).items.every(({ group }) => group === null)).toBe(true)
})

const item = (seconds: number | null, share = 0, isSweep = false): Timed => ({ seconds, share, isSweep })

it('has so much time left: sweeps one after another, small runs side by side', () => {
  expect(secondsLeft([item(10, 1), item(10, 0.5), item(3), item(60, 0, true)], 2)).toBe(2.5 + 1.5 + 60)
  expect(secondsLeft([item(10), item(null)], 2)).toBeNull()
  expect(secondsLeft([item(10), item(null, 1)], 2)).toBe(5)
})

it('is done by time where that is known, else by number', () => {
  expect(shareDone([item(1, 1), item(9, 0)])).toBeCloseTo(0.1)
  expect(shareDone([item(1, 1), item(null, 0)])).toBeCloseTo(0.5)
  expect(shareDone([])).toBe(1)
})
