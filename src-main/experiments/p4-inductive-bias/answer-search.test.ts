import { describe, expect, it } from 'vitest'
import type { Values } from '#contract/samples.ts'
import { expectSound } from '../sound-answer.testing.ts'
import { searchAnswer } from './answer-search.ts'
import { best } from './parts/4c.ts'
import { bestOf, type SearchRow } from './pure/tables.ts'

const row = (
  network: SearchRow['network'],
  accuracy: number | null,
  more: Partial<SearchRow> = {},
): SearchRow => ({
  ...{ network, learningRate: 0.03, momentum: 0.9, batchSize: 5, epochs: 120, seeds: '1' },
  ...{ kernel: network === 'mlp' ? null : 5, accuracy, lowest: accuracy, highest: accuracy },
  ...{ testAccuracy: 97, trainAccuracy: 100, atChance: 0, stuck: 0, fellBack: 0, peaks: null, diverged: 0 },
  ...more,
})
const text = (rows: readonly SearchRow[]): string => searchAnswer(rows).join('\n')

describe('the search', () => {
  it('gives the best setting and the accuracies of both networks', () => {
    const rows = [
      row('cnn', 99),
      row('cnn', 98, { kernel: 7 }),
      row('mlp', 66, { learningRate: 0.01, testAccuracy: 63 }),
    ]
    expectSound(text(rows))
    expect(text(rows)).toContain(
      'CNN, best of 2 rows: learning rate 0.03, momentum 0.9, batch size 5, kernel size 5, 120 epochs. It reaches 99 % in validation, 100 % in training and 97 % on fresh test images. 1 other row of the CNN lies within 2 points',
    )
    expect(text(rows)).toContain(
      'MLP, best of 1 row: learning rate 0.01, momentum 0.9, batch size 5, 120 epochs. It reaches 66 % in validation, 100 % in training and 63 % on fresh test images',
    )
    expect(bestOf(rows, 'mlp')).toBe(rows[2])
  })

  it('says what was not searched, diverged, or ended at chance', () => {
    expect(text([row('cnn', 99)])).toContain('The MLP was not searched in this run')
    const lost = text([row('cnn', null, { diverged: 1 }), row('mlp', 33, { fellBack: 1 })])
    expect(lost).toContain('Every training of the CNN diverged')
    expect(lost).toContain(
      'After 120 epochs, of 2 trainings: 1 fell back to it after learning and 1 diverged.',
    )
  })

  it('reads the table of an earlier version, which searched the CNN only', () => {
    const headings = best.columns.map(({ label }) => label)
    const isNew = (label: string): boolean =>
      ['network', 'fell back', 'best before falling back'].includes(label)
    const { value } = best.is([row('cnn', 99)])
    if (typeof value.value !== 'object' || value.value === null) throw new Error('There is no table.')
    const [cells = []] = value.value.rows
    const earlier: Values = {
      '4c.best': {
        value: {
          columns: headings.filter((label) => !isNew(label)),
          rows: [cells.filter((_, at) => !isNew(headings[at] ?? ''))],
        },
      },
    }
    expect(best.of(earlier)).toHaveLength(1)
    expect(searchAnswer(best.of(earlier))[0]).toContain('CNN, best of 1 row')
  })
})
