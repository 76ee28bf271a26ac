import { describe, expect, it } from 'vitest'
import { numberKeys, numbers, tableValue, textKeys } from './values.ts'

const accuracy = tableValue('4b.accuracy', {
  label: 'Accuracy',
  sentence: 'Of each network.',
  columns: {
    network: textKeys<'cnn' | 'mlp'>('network'),
    images: numberKeys('images per class'),
    accuracy: numbers('accuracy (%)', { formerly: ['accuracy'] }),
  },
})

describe('a table value', () => {
  it('gives back the rows that were reported, through JSON', () => {
    const rows = [
      { network: 'cnn', images: 10, accuracy: 50 },
      { network: 'mlp', images: 10, accuracy: null },
    ] as const
    const { id, value } = accuracy.is(rows)
    expect(accuracy.of({ [id]: JSON.parse(JSON.stringify(value)) as typeof value })).toEqual(rows)
  })

  it('finds columns by their headings, present or former, and leaves out rows without a key', () => {
    const stored = {
      columns: ['accuracy', 'spread', 'images per class', 'network'],
      rows: [
        [50, 1, 10, 'cnn'],
        [60, 1, null, 'cnn'],
        [null, null, 20, 'mlp'],
      ],
    }
    expect(accuracy.of({ '4b.accuracy': { value: stored } })).toEqual([
      { network: 'cnn', images: 10, accuracy: 50 },
      { network: 'mlp', images: 20, accuracy: null },
    ])
  })
})
