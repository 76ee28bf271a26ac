import { describe, expect, it } from 'vitest'
import type { RunRequest } from '#contract/runs.ts'
import { slotOf } from '#experiments/problems.ts'
import { thinSpace } from '#text/numbers.ts'
import { headOf } from '../../lab/lab-on-a-port.testing.ts'
import { comparedNames } from './compare-names.ts'
import { paramRows, sharedParams, valueRows } from './compare-rows.ts'
import { Looks, sharedSeries } from './compare-series.ts'

function run(id: string, part: string, more: Partial<RunRequest> = {}, slot = 'main') {
  const params = slotOf({ part, slot })?.defaults as RunRequest['params']
  const request = { part, slot, seed: 183, engine: 'auto', ...more, params: { ...params, ...more.params } }
  return headOf(id, { request })
}

describe('the names of compared runs', () => {
  it('say what differs, and only that', () => {
    expect(comparedNames([run('a', '1e'), run('b', '1e', { params: { batchSize: 64 } })])).toEqual([
      `batch size 1${thinSpace}024`,
      'batch size 64',
    ])
    expect(comparedNames([run('a', '1d'), run('b', '1e', { seed: 7 })])).toEqual([
      '1d, seed 183, batch size 1',
      `1e, seed 7, batch size 1${thinSpace}024`,
    ])
  })
  it('give the time of the start where nothing differs', () => {
    const [first, second] = comparedNames([
      run('a', '1e'),
      { ...run('b', '1e'), createdAt: '2020-02-03T04:05:00.000Z' },
    ])
    expect(second).toBe('run of 3 Feb 2020')
    expect(first).toMatch(/^run of /)
  })
})

describe('the curves that runs share', () => {
  const idsOf = (runs: Parameters<typeof sharedSeries>[0]): string[] =>
    sharedSeries(runs).map(({ declaration, tracks }) => `${declaration.id}: ${tracks.join()}`)
  it('are those that two of them log, across parts', () => {
    expect(idsOf([run('a', '1d'), run('b', '1e')])).toEqual([
      'loss: main',
      'expectedLoss: main',
      'w1: main',
      'w2: main',
    ])
  })
  it('of trainings that go by other names are drawn all the same', () => {
    expect(idsOf([run('a', '1d'), run('b', '1f')])).toContain('loss: ')
  })
  it('are none of parts that have nothing in common', () => {
    expect(idsOf([run('a', '1d'), run('b', '3c')])).toEqual([])
    expect(idsOf([run('a', '1d')])).toEqual([])
  })
})

it('a run keeps its colour and dash while others leave and come', () => {
  const looks = new Looks()
  const [, b, c] = looks.of(['a', 'b', 'c'])
  expect(looks.of(['c', 'b'])).toEqual([c, b])
  const [again, , d] = looks.of(['c', 'b', 'd'])
  expect(again).toEqual(c)
  expect([b, c]).not.toContainEqual(d)
  const all = looks.of(['c', 'b', 'd', 'e', 'f', 'g', 'h', 'i'])
  expect(new Set(all.map(({ color }) => color)).size).toBe(8)
})

describe('the difference table', () => {
  const [a, b] = [run('a', '1d'), run('b', '1e', { params: { learningRate: 0.5 } })]
  it('holds the parameters that differ, and counts the others', () => {
    const rows = paramRows([a, b])
    expect(rows.map(({ label }) => label)).toEqual(['Learning rate', 'Batch size'])
    expect(rows[1]?.cells.map(({ text }) => text)).toEqual(['1', '1\u202f024'])
    expect(sharedParams([a, b]).join()).not.toContain('Batch size')
    expect(sharedParams([a, b]).length).toBeGreaterThan(2)
  })
  it('sets the values side by side, with the difference to the first run, across parts', () => {
    const rows = valueRows([
      { head: a, values: { '1d.w1': { value: 0.5 } } },
      {
        head: b,
        values: { '1e.w1': { value: 0.25 }, '1e.w2': { value: null, notMeasured: 'It diverged.' } },
      },
    ])
    expect(rows.find(({ id }) => id === 'w1')?.cells).toEqual([
      { text: '0.5000', title: '0.5' },
      { text: '0.2500', title: '0.25', difference: '−0.2500' },
    ])
    expect(rows.find(({ id }) => id === 'w2')?.cells).toEqual([
      { text: '–' },
      { text: 'not measured', title: 'It diverged.' },
    ])
  })
})
