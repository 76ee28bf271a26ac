import { describe, expect, it } from 'vitest'
import type { Values } from '#contract/samples.ts'
import type { ValueEvent } from '#contract/values.ts'
import { collectRun, slotByKey } from '../collect-run.testing.ts'
import { pending } from '../answer-text.ts'
import { expectSound } from '../sound-answer.testing.ts'
import * as overfit from './parts/4a.ts'
import * as moreImages from './parts/4b.ts'
import * as procedure from './parts/4c.ts'
import * as shift from './parts/4d.ts'
import * as pooling from './parts/4f.ts'
import type { BandClass } from './pure/bands.ts'
import type { AccuracyRow } from './pure/tables.ts'
import { accuracyRow } from './rows.testing.ts'

const small = { epochs: 2, seeds: 1 }
const validated = { ...small, validationImages: 5 }
const shortRuns: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  '4a': { ...small, images: 5 },
  '4b': { ...validated, perClass: [5, 8] },
  '4c': { ...validated, perClass: [5, 8], mlpPerClass: [10] },
  '4c-search': {
    ...{ ...validated, images: 5, searchRates: [0.01], searchMomenta: [0, 0.9] },
    ...{ searchBatches: [5], searchKernels: [3] },
  },
  '4d': { ...validated, perClass: [5, 8] },
  '4e': { ...validated, perClass: [5, 8] },
  '4e-kernels': { ...validated, images: 5, kernels: [1, 3, 5] },
  '4f': { ...validated, perClass: [5, 8] },
}

const row = (
  network: AccuracyRow['network'],
  perClass: number,
  accuracy: number,
  more: Partial<AccuracyRow> = {},
): AccuracyRow => accuracyRow(network, perClass, accuracy, { trainAccuracy: 99, ...more })
const valuesOf = (...events: readonly ValueEvent[]): Values =>
  Object.fromEntries(events.map(({ id, value }) => [id, value]))
/** All that a slot answers at its defaults, from these values. */
function answer(key: string, values: Values): string {
  const slot = slotByKey(key)
  const asked = slot.ask({})
  // The numbers that sum a sweep up are not what its answers read.
  const others = slot.values
    .filter(({ kind }) => kind === 'number')
    .map(({ id }) => [id, { value: 0 }] as const)
  const all = { ...Object.fromEntries(others), ...values }
  return slot.answered.flatMap((id) => asked.answer(id, all).paragraphs).join('\n')
}
const answer4b = (rows: readonly AccuracyRow[]): string =>
  answer('4b', valuesOf(moreImages.accuracy.is(rows), moreImages.stripes.is([])))

describe('the reference answers', () => {
  it.each(Object.keys(shortRuns))('are sound for a short run of %s', async (key) => {
    const run = await collectRun(key, shortRuns[key])
    const slot = slotByKey(key)
    for (const id of slot.answered)
      expectSound(slot.ask(run.params).answer(id, Object.fromEntries(run.values)).paragraphs.join(' '))
  })

  it('say what to run where nothing is measured', () => {
    for (const key of Object.keys(shortRuns))
      for (const id of slotByKey(key).answered)
        expect(slotByKey(key).ask({}).answer(id, {}).paragraphs).toEqual([pending])
    expect(slotByKey('4a').ask({}).answer('z', {}).paragraphs.join()).toContain('does not answer that')
  })

  it('wait for the networks that are not finished', () => {
    const begun = valuesOf(moreImages.accuracy.is([row('cnn', 10, 50)]), moreImages.stripes.is([]))
    expect(slotByKey('4b').ask({}).answer('i', begun).paragraphs).toEqual([pending])
  })

  it('4b claims that the free CNN passes the frozen one only where it does', () => {
    const frozen = [row('frozen', 10, 91), row('frozen', 100, 92)]
    const mlp = [row('mlp', 10, 50), row('mlp', 100, 90)]
    const passing = answer4b([row('cnn', 10, 50), row('cnn', 100, 97), ...mlp, ...frozen])
    expect(passing).toContain('From 100 images a class on the free CNN is ahead (97 % against 92 %)')
    expect(passing).toContain('ahead by 41 points')
    const short = answer4b([row('cnn', 10, 50), row('cnn', 100, 85), ...mlp, ...frozen])
    expect(short).toContain('does not pass it in this run')
  })

  it('names trainings that are still at chance, with their epochs, and not as stuck', () => {
    const young = { atChance: 1, epochs: 5 }
    const told = answer4b([
      row('cnn', 10, 33.3, { ...young, seeds: '1 2' }),
      row('mlp', 10, 33.3, young),
      row('frozen', 10, 91, { epochs: 5 }),
    ])
    expect(told).toContain('Never left chance in 5 epochs')
    expect(told).toContain(
      'CNN with 10 images a class (1 of 2 seeds) and MLP with 10 images a class; they are included in the means, and may only need more epochs',
    )
    expect(told).not.toContain('Stuck')
  })

  it('names trainings that are stuck or diverged', () => {
    const text = answer4b([
      row('cnn', 10, 33.3, { stuck: 1 }),
      row('mlp', 10, 50, { accuracy: null, diverged: 1 }),
      row('frozen', 10, 91),
    ])
    expect(text).toContain(
      'Stuck at chance, with the same probabilities for every image: CNN with 10 images a class;',
    )
    expect(text).toContain('Diverged: MLP with 10 images a class;')
  })

  it('say of a training that fell back what it had reached, and not that it never learned', () => {
    const peaks = '91.3 % in validation after epoch 27 (seed 2)'
    const text = answer4b([
      row('cnn', 10, 36, { fellBack: 1, peaks, seeds: '1 2' }),
      row('mlp', 10, 50),
      row('frozen', 10, 91),
    ])
    expect(text).toContain(
      `Fell back to chance after learning: CNN with 10 images a class (1 of 2 seeds; best: ${peaks});`,
    )
    expect(text).not.toMatch(/Never left chance|Stuck/)
  })

  it('4c gives the target, the rise of the loss and the data that the MLP needs', () => {
    const rising = [
      row('cnn', 20, 93),
      row('mlp', 20, 60, { epochs: 10, validationLoss: 1 }),
      row('mlp', 20, 64, { validationLoss: 2.5 }),
    ]
    const text = answer('4c', valuesOf(...procedureValues(rising)))
    expectSound(text)
    expect(text).toContain('first reaches 90 % at epoch 105')
    expect(text).toContain(
      'rises from 1 at epoch 10 to 2.5 at epoch 30, while its accuracy goes from 60 % to 64 %',
    )
    expect(text).toContain('the MLP needs about 160 (8 times as many)')
    expect(answer('4c', valuesOf(...procedureValues([row('cnn', 20, 93), row('mlp', 20, 60)])))).toContain(
      'In this run no MLP shows such a rise',
    )
  })

  it('4d describes the confusion that was counted', () => {
    const classes: readonly BandClass[] = ['horizontal', 'vertical', 'none']
    const confusion = (network: 'cnn' | 'mlp', counts: readonly (readonly [number, number, number])[]) =>
      counts.flatMap(([horizontal, vertical, none], index) => {
        const label = classes[index]
        return label ? [{ network, perClass: 10, seed: 1, label, horizontal, vertical, none }] : []
      })
    const values = (mlp: readonly (readonly [number, number, number])[]): Values =>
      valuesOf(
        shift.cnn.accuracy.is([row('cnn', 10, 80)]),
        shift.mlp.accuracy.is([row('mlp', 10, 33.3)]),
        shift.cnn.confusion.is(
          confusion('cnn', [
            [34, 6, 10],
            [4, 36, 10],
            [0, 0, 50],
          ]),
        ),
        shift.mlp.confusion.is(confusion('mlp', mlp)),
      )
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
      '0 % of the images with a band are right, 78 % are assigned the other direction and 22 % are called none',
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
    ).toContain('answers none for nearly all')
  })

  it('4f compares the poolings as they were measured', () => {
    const counts = { horizontal: 0, vertical: 3, diagonal: 10, both: 0, none: 37 }
    const text = (average: number): string =>
      answer(
        '4f',
        valuesOf(
          pooling.accuracy.is([row('cnn', 10, 70), row('average', 10, average), row('mlp', 10, 40)]),
          pooling.confusion.is([{ network: 'mlp', perClass: 10, seed: 1, label: 'diagonal', ...counts }]),
        ),
      )
    expect(text(57)).toContain(
      'Max pooling is ahead of average pooling with 10 images a class (by 13 points)',
    )
    expect(text(80)).toContain('Max pooling is behind average pooling with 10')
    expect(text(57)).toContain('MLP: diagonal called none (37) and diagonal called vertical (3)')
  })

  it('4a says whether both networks have memorised their images', () => {
    const values = (cnn: number): Values =>
      valuesOf(
        ...overfit.part.slots.main.values.map(({ id }): ValueEvent => ({
          type: 'value',
          id,
          value: { value: 606 },
        })),
        overfit.stripes.is([]),
        overfit.accuracy.is([
          row('cnn', 10, 0, { accuracy: null, trainAccuracy: cnn }),
          row('mlp', 10, 0, { accuracy: null, trainAccuracy: 100 }),
        ]),
      )
    expect(answer('4a', values(100))).toContain('Both have memorised their training images')
    expect(answer('4a', values(40))).toContain(
      'The MLP has memorised its training images; the other would need',
    )
  })
})

const procedureValues = (rows: readonly AccuracyRow[]): readonly ValueEvent[] => [
  procedure.accuracy.is(rows),
  procedure.stripes.is([]),
  procedure.epochs.is([
    {
      ...{ network: 'cnn', perClass: 20, seed: 1, epochs: 150, firstAtTarget: 105, flatFrom: 120 },
      ...{ bestEpoch: 140, bestAccuracy: 95, note: null },
    },
  ]),
  procedure.moreData.is([
    { perClass: 20, cnnAccuracy: 93, mlpPerClass: 160, times: 8, note: 'between 100 and 200' },
    { perClass: 50, cnnAccuracy: 99.9, mlpPerClass: null, times: null, note: 'more than 500' },
  ]),
]
