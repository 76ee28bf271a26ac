import { expect, it } from 'vitest'
import type { AccuracyRow } from '#experiments/p4-inductive-bias/pure/tables.ts'
import { accuracyTraces } from './accuracy-traces.ts'

const row = (
  network: AccuracyRow['network'],
  perClass: number,
  accuracy: number | null,
  more = {},
): AccuracyRow => ({
  ...{ network, perClass, epochs: 30, accuracy, lowest: accuracy, highest: accuracy, seeds: '1' },
  ...{
    trainAccuracy: 90,
    validationLoss: 1,
    atChance: 0,
    stuck: 0,
    fellBack: 0,
    peaks: null,
    diverged: 0,
    ...more,
  },
})

it('draws the last row of each number of images, smallest first, and nothing where all seeds diverged', () => {
  const rows = [
    row('cnn', 20, 80, { lowest: 70, highest: 90, seeds: '1 2' }),
    row('cnn', 20, 50, { epochs: 10 }),
    row('cnn', 10, 60, { lowest: 55, highest: 65, seeds: '1 2' }),
    row('mlp', 10, null),
  ]
  const [cnn, mlp] = accuracyTraces('run', rows, ['cnn', 'mlp'])
  expect(cnn).toMatchObject({ x: [10, 20], y: [60, 80], range: { low: [55, 70], high: [65, 90] } })
  expect(mlp).toMatchObject({ length: 0 })
  expect(mlp?.range).toBeUndefined()
})

it('changes its version when another seed is finished', () => {
  const versionOf = (seeds: string) =>
    accuracyTraces('run', [row('cnn', 10, 60, { seeds })], ['cnn'])[0]?.version
  expect(versionOf('1 2')).not.toBe(versionOf('1'))
})
