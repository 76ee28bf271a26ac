import { describe, expect, it } from 'vitest'
import { finalAccuracy, finalAccuracyIs } from './headlines.ts'
import { moreDataRows } from './measured-rows.ts'
import { plan as plan4c } from './parts/4c.ts'
import { part as part4c } from './parts/4c.ts'
import { reachedIs, reachedValues, searchBestIs, searchBestValues } from './procedure-headlines.ts'
import type { SearchRow } from './pure/tables.ts'
import { finished } from './finished.testing.ts'

const { typed } = part4c.slots.main
const plan = plan4c(typed({ perClass: [10, 20], mlpPerClass: [50, 100], seeds: 1, epochs: 30 }))
const numbersOf = (events: readonly { readonly id: string; readonly value: unknown }[]) =>
  events.map(({ id, value }) => [id, value])

describe('the numbers in which a sweep is summed up', () => {
  const value = finalAccuracy('4b', 'cnn', 'CNN')

  it('are of the largest number of images, once it is trained', () => {
    expect(finalAccuracyIs(value, 'cnn', plan, [finished('cnn', 10, 60)])).toEqual([])
    const all = [finished('cnn', 10, 60), finished('cnn', 20, 80)]
    expect(numbersOf(finalAccuracyIs(value, 'cnn', plan, all))).toEqual([['4b.cnn.final', { value: 80 }]])
  })

  it('name the epoch of a divergence', () => {
    const { cell, result } = finished('cnn', 20, 80)
    const diverged = { cell, result: { ...result, divergedAt: 7, checkpoints: [] } }
    expect(numbersOf(finalAccuracyIs(value, 'cnn', plan, [diverged]))).toMatchObject([
      [
        '4b.cnn.final',
        { value: null, notMeasured: expect.stringContaining('diverged at epoch 7') as string },
      ],
    ])
  })

  it('of 4c are those with the target’s number of images, or say what to add', () => {
    const all = [finished('cnn', 20, 80), finished('mlp', 20, 50)]
    expect(numbersOf(reachedIs(reachedValues(20, 90), plan, all))).toMatchObject([
      ['4c.cnn.reached', { value: 80 }],
      ['4c.cnn.epochs', { value: null, notMeasured: 'The CNN did not reach 90 % within 30 epochs.' }],
      ['4c.mlp.reached', { value: 50 }],
      ['4c.mlp.epochs', { value: null }],
    ])
    const without = plan4c(typed({ perClass: [10], mlpPerClass: [100], seeds: 1, epochs: 30 }))
    expect(numbersOf(reachedIs(reachedValues(20, 90), without, []))).toMatchObject([
      ['4c.cnn.reached', { notMeasured: expect.stringContaining('add 20 to the list') as string }],
      ...[{}, {}, {}],
    ])
  })

  it('of the search are the best of each network', () => {
    const row = (network: 'cnn' | 'mlp', accuracy: number | null) => ({ network, accuracy }) as SearchRow
    const rows = [row('cnn', 70), row('cnn', 95), row('cnn', null), row('mlp', null)]
    expect(numbersOf(searchBestIs(searchBestValues(), rows))).toEqual([
      ['4c.search.cnn', { value: 95 }],
      ['4c.search.mlp', { value: null, notMeasured: 'Every training of the MLP diverged.' }],
    ])
  })
})

describe('how much data the MLP needs', () => {
  it('is not said before every smaller set is trained', () => {
    const early = [finished('cnn', 20, 80), finished('mlp', 100, 90)]
    expect(moreDataRows(early, 30, plan.cells)).toMatchObject([
      { perClass: 20, mlpPerClass: null, times: null, note: 'MLP not trained on 10, 20 and 50' },
    ])
    const enough = [...early, finished('mlp', 10, 40), finished('mlp', 20, 50), finished('mlp', 50, 80)]
    expect(moreDataRows(enough, 30, plan.cells)[0]).toMatchObject({ mlpPerClass: 50 })
    // A larger set could not change it.
    const without100 = enough.filter(({ cell }) => cell.perClass !== 100)
    expect(moreDataRows(without100, 30, plan.cells)[0]).toMatchObject({ mlpPerClass: 50 })
  })
})
