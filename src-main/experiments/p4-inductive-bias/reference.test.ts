import { describe, expect, it } from 'vitest'
import type { Value, Values } from '#contract/samples.ts'
import { collectRun } from '../collect-run.testing.ts'
import { classesOf, definition, referenceAnswer } from './definition.ts'
import type { AccuracyRow, KernelRow } from './table-rows.ts'
import {
  accuracyLayout,
  confusionLayout,
  epochsLayout,
  kernelLayout,
  moreDataLayout,
  searchLayout,
  tableOf,
} from './tables.ts'

const small = { epochs: 2, validationImages: 5, seeds: 1, images: 5, perClass: [5, 8], mlpPerClass: [10] }
const lists = {
  kernels: [1, 3, 5],
  searchRates: [0.01],
  searchMomenta: [0, 0.9],
  searchBatches: [5],
  searchKernels: [3],
}

function expectSound(text: string): void {
  expect(text.split('$').length % 2).toBe(1)
  expect(text).not.toMatch(/NaN|undefined|Infinity|\bnull\b|\s{2}|\.\./)
  expect(text.length).toBeGreaterThan(60)
}

const row = (
  network: AccuracyRow['network'],
  perClass: number,
  accuracy: number,
  more = {},
): AccuracyRow => ({
  ...{ network, perClass, epochs: 30, accuracy, lowest: accuracy, highest: accuracy },
  ...{ trainAccuracy: 99, validationLoss: 1, atChance: 0, stuck: 0, diverged: 0, seeds: [1], ...more },
})
const accuracies = (rows: readonly AccuracyRow[]): Value => tableOf(rows, accuracyLayout)
const params = (preset: string) => ({
  ...Object.fromEntries(definition.fields.map((field) => [field.name, field.default])),
  ...definition.presets.find(({ id }) => id === preset)?.params,
})
const answer = (part: string, values: Values): string =>
  referenceAnswer(part, values, params(part)).paragraphs.join('\n')

describe('referenceAnswer', () => {
  it.each(definition.presets.map(({ id }) => id))('is sound for a short run of %s', async (preset) => {
    const given = preset.startsWith('4c-s') || preset.endsWith('kernels') ? { ...small, ...lists } : small
    const known = Object.fromEntries(Object.entries(given).filter(([name]) => name !== ''))
    const run = await collectRun(preset, known)
    expectSound(
      referenceAnswer(preset.slice(0, 2), Object.fromEntries(run.values), run.params).paragraphs.join(' '),
    )
  })

  it('says what to run where nothing is measured', () => {
    for (const { id } of definition.parts)
      expect(answer(id, {})).toBe('Run this part to see the answer with its numbers.')
    expect(answer('9z', {})).toContain('no reference answer')
  })

  it('4b claims that the free CNN passes the frozen one only where it does', () => {
    const frozen = [row('frozen', 10, 91), row('frozen', 100, 92)]
    const mlp = [row('mlp', 10, 50), row('mlp', 100, 90)]
    const passing = answer('4b', {
      '4b.accuracy': accuracies([row('cnn', 10, 50), row('cnn', 100, 97), ...mlp, ...frozen]),
    })
    expect(passing).toContain('From 100 images a class on the free CNN is ahead (97 % against 92 %)')
    expect(passing).toContain('ahead by 41 points')
    const short = answer('4b', {
      '4b.accuracy': accuracies([row('cnn', 10, 50), row('cnn', 100, 85), ...mlp, ...frozen]),
    })
    expect(short).toContain('does not pass it in this run')
  })

  it('names trainings that are still at chance, with their epochs, and not as stuck', () => {
    const young = { atChance: 1, epochs: 5 }
    const told = answer('4b', {
      '4b.accuracy': accuracies([
        row('cnn', 10, 33.3, { ...young, seeds: [1, 2] }),
        row('mlp', 10, 33.3, young),
        row('frozen', 10, 91, { epochs: 5 }),
      ]),
    })
    expect(told).toContain('Still at chance after 5 epochs')
    expect(told).toContain(
      'CNN with 10 images a class (1 of 2 seeds) and MLP with 10 images a class; they are part of the means, and too few epochs may be the whole reason',
    )
    expect(told).not.toContain('Stuck')
  })

  it('names trainings that are stuck or diverged', () => {
    const values = {
      '4b.accuracy': accuracies([
        row('cnn', 10, 33.3, { stuck: 1 }),
        row('mlp', 10, 50, { accuracy: null, diverged: 1 }),
        row('frozen', 10, 91),
      ]),
    }
    expect(answer('4b', values)).toContain(
      'Stuck at chance, with the same probabilities for every image: CNN with 10 images a class;',
    )
    expect(answer('4b', values)).toContain('Diverged: MLP with 10 images a class;')
  })

  it('4c tells the target, the rise of the loss, the search and the data that the MLP needs', () => {
    const epochs = {
      network: 'cnn',
      perClass: 20,
      seed: 1,
      epochs: 150,
      firstAtTarget: 105,
      flatFrom: 120,
    } as const
    const best = { learningRate: 0.03, momentum: 0.9, batchSize: 5, kernel: 5, epochs: 120, accuracy: 99 }
    const values: Values = {
      '4c.accuracy': accuracies([
        row('cnn', 20, 93),
        row('mlp', 20, 60, { epochs: 10, validationLoss: 1 }),
        row('mlp', 20, 64, { validationLoss: 2.5 }),
      ]),
      '4c.epochs': tableOf(
        [{ ...epochs, estimatedFlatFrom: 60, estimateMadeAt: 50, bestEpoch: 140, bestAccuracy: 95 }],
        epochsLayout,
      ),
      '4c.best': tableOf(
        [
          {
            ...best,
            lowest: 99,
            highest: 99,
            testAccuracy: 97,
            trainAccuracy: 100,
            atChance: 0,
            stuck: 0,
            diverged: 0,
            seeds: [1],
          },
        ],
        searchLayout,
      ),
      '4c.moreData': tableOf(
        [
          { perClass: 20, cnnAccuracy: 93, mlpPerClass: 160, note: 'between 100 and 200' },
          { perClass: 50, cnnAccuracy: 99.9, mlpPerClass: null, note: 'more than 500' },
        ],
        moreDataLayout,
      ),
    }
    const text = answer('4c', values)
    expectSound(text)
    expect(text).toContain('first reaches 90 % at epoch 105')
    expect(text).toContain(
      'rises from 1 at epoch 10 to 2.5 at epoch 30, while its accuracy goes from 60 % to 64 %',
    )
    expect(text).toContain('learning rate 0.03, momentum 0.9, batch size 5, kernel size 5, 120 epochs')
    expect(text).toContain('takes the MLP about 160 (8 times as many)')
    const calm = { ...values, '4c.accuracy': accuracies([row('cnn', 20, 93), row('mlp', 20, 60)]) }
    expect(answer('4c', calm)).toContain('In this run no MLP shows it')
  })

  it('4d describes the confusion that was counted', () => {
    const layout = confusionLayout(classesOf('4d'))
    const confusion = (network: 'cnn' | 'mlp', counts: number[][]): Value =>
      tableOf(
        counts.map((row, label) => ({
          ...{ network, perClass: 10, seed: 1, counts: row },
          label: classesOf('4d')[label] ?? '',
        })),
        layout,
      )
    const values = (mlp: number[][]): Values => ({
      '4d.cnn.accuracy': accuracies([row('cnn', 10, 80)]),
      '4d.mlp.accuracy': accuracies([row('mlp', 10, 33.3)]),
      '4d.cnn.confusion': confusion('cnn', [
        [34, 6, 10],
        [4, 36, 10],
        [0, 0, 50],
      ]),
      '4d.mlp.confusion': confusion('mlp', mlp),
    })
    const swapped = answer(
      '4d',
      values([
        [0, 43, 7],
        [35, 0, 15],
        [0, 0, 50],
      ]),
    )
    expectSound(swapped)
    expect(swapped).toContain(
      '0 % of the images with a band are right, 78 % are called by the other direction and 22 % are called none',
    )
    expect(swapped).toContain('It exchanges the two directions more often')
    expect(swapped).toContain('Most of its mistakes are edges called none')
    expect(
      answer(
        '4d',
        values([
          [0, 0, 50],
          [0, 0, 50],
          [0, 0, 50],
        ]),
      ),
    ).toContain('says none to nearly all')
  })

  it('4e names a trend with the kernel size only where the trainings show it, stuck ones apart', () => {
    const one = (
      kernel: number | null,
      accuracy: number,
      isStuck = false,
      isAtChance = false,
    ): KernelRow => ({
      ...{ network: kernel === null ? 'mlp' : 'cnn', kernel, perClass: 50, epochs: 300, seed: 1 },
      ...{ accuracy, trainAccuracy: 90, isAtChance, isStuck },
    })
    const sweep = (rows: KernelRow[]): string =>
      answer('4e', { '4e.kernelSweep': tableOf(rows, kernelLayout) })
    const rising = sweep([
      one(1, 65),
      one(3, 66),
      one(7, 70),
      one(15, 33.3, true),
      one(11, 80),
      one(15, 86),
      one(3, 33.3, true),
      one(null, 81),
    ])
    expectSound(rising)
    expect(rising).toContain('86 % at 15')
    expect(rising).toContain('rises with the kernel size')
    expect(rising).toContain('2 of 7 trainings of a CNN, at kernel size 3 and 15')
    expect(rising).toContain('(50 images a class, 300 epochs, seed 1)')
    const falling = sweep([5, 4, 3, 2, 1].map((size) => one(size, 90 - size)))
    expect(falling).toContain('Accuracy falls with the kernel size in these runs')
    expect(falling).toContain('No training is stuck')
    // As measured once: the larger sizes are better on average, and the trainings do not tell it.
    const wandering = [44.7, 55.3, 60.3, 60, 54, 57.3, 60.7]
    expect(sweep(wandering.map((accuracy, index) => one(2 * index + 1, accuracy)))).toContain(
      'no clear trend in these runs (Kendall’s rank correlation of size and accuracy over these 7 trainings is 0.43, p = 0.23',
    )
    expect(sweep([one(1, 65), one(15, 66)])).toContain('No clear trend can be told')
    const young = sweep([one(1, 60), one(5, 62), one(9, 33.3, false, true)])
    expect(young).toContain('Still at chance after 300 epochs: 1 of 3 trainings of a CNN, at kernel size 9')
    expect(young).toContain('33.3 % at 9')
  })

  it('4f compares the poolings as they were measured', () => {
    const values = (average: number): Values => ({
      '4f.accuracy': accuracies([row('cnn', 10, 70), row('average', 10, average), row('mlp', 10, 40)]),
      '4f.confusion': tableOf(
        [{ network: 'mlp', perClass: 10, seed: 1, label: 'diagonal', counts: [0, 3, 10, 0, 37] }],
        confusionLayout(classesOf('4f')),
      ),
    })
    expect(answer('4f', values(57))).toContain(
      'Max pooling is ahead of average pooling with 10 images a class (by 13 points)',
    )
    expect(answer('4f', values(80))).toContain('Max pooling is behind average pooling with 10')
    expect(answer('4f', values(57))).toContain(
      'MLP: diagonal called none (37) and diagonal called vertical (3)',
    )
  })
})
