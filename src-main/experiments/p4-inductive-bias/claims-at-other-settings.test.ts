import { describe, expect, it } from 'vitest'
import { noiseKernelsAnswer } from './answer-permutation.ts'
import { poolingAnswer } from './answer-pooling.ts'
import { epochsAnswer, moreDataAnswer } from './answer-procedure.ts'
import { searchAnswer } from './answer-search.ts'
import { confusionAnswer, sharingAnswer } from './answer-shift.ts'
import { frozenAnswer, overfitAnswer } from './answer-small-data.ts'
import { meanAndRange, stripesSentence, troubleSentence } from './answer-words.ts'
import { epochsRows } from './measured-rows.ts'
import { finished } from './finished.testing.ts'
import { accuracyRow, stripesRow } from './rows.testing.ts'
import type { SearchRow, ThreeClassRow } from './pure/tables.ts'

const text = (paragraphs: readonly string[]): string => paragraphs.join('\n')

/** Sentences that forty runs a slot, away from the defaults, showed to be false, clumsy or said twice. */
describe('what answers say at other settings', () => {
  it('a range of one value is no range', () => {
    expect(meanAndRange(accuracyRow('cnn', 10, 50, { seeds: '1, 2' }))).toBe('50 % (each of 2 seeds)')
    expect(meanAndRange(accuracyRow('cnn', 10, 50, { seeds: '1, 2', lowest: 40, highest: 60 }))).toBe(
      '50 % (range 40 to 60 % over 2 seeds)',
    )
    const fixed = (second: number): string =>
      text(
        frozenAnswer(
          {
            accuracy: [
              accuracyRow('frozen', 3, 50),
              accuracyRow('frozen', 7, second),
              accuracyRow('cnn', 3, 40),
            ],
          },
          { kernel: 7 },
        ),
      )
    expect(fixed(50)).toContain('of the fixed network is 50 % from 3 to 7 images')
    expect(fixed(60)).toContain('lies between 50 % and 60 %')
  })

  it('a small filter that was striped by chance has not become so by training', () => {
    expect(text(noiseKernelsAnswer([stripesRow(0.715, 0.716), stripesRow(0.2, 0.1)], 2))).toContain(
      'They look like noise',
    )
    expect(stripesSentence([stripesRow(0.715, 0.716)], 2)).toContain(
      '1 of 1 filters is clearly striped (at least 40 %), already before it, by chance; in the strongest',
    )
    expect(stripesSentence([stripesRow(0.715, 0.1)], 2)).not.toContain('by chance')
  })

  it('one training is not they', () => {
    const lost = (atChance: number): string | null =>
      troubleSentence([accuracyRow('cnn', 10, 33, { atChance, seeds: '1, 2' })])
    expect(lost(1)).toContain('(1 of 2 seeds); it is included in the means')
    expect(lost(2)).toContain('(2 of 2 seeds); they are included in the means')
    expect(lost(0)).toBeNull()
  })

  it('4a (i) says that a mean is one', () => {
    const answer = (seeds: string): string => {
      const accuracy = [
        accuracyRow('cnn', 7, 0, { seeds, trainAccuracy: 60 }),
        accuracyRow('mlp', 7, 0, { seeds }),
      ]
      return text(
        overfitAnswer({ accuracy, stripes: [], parameters: { cnn: 1, mlp: 1 } }, { epochs: 3, kernel: 7 }),
      )
    }
    expect(answer('1, 2')).toContain('classifies 60 % of them correctly (mean of 2 seeds)')
    expect(answer('1')).not.toContain('mean of')
  })

  it('4b (ii) does not call a classifier that guesses one that underfits', () => {
    const answer = (trainAccuracy: number): string =>
      text(
        frozenAnswer(
          { accuracy: [accuracyRow('frozen', 9, 30, { trainAccuracy }), accuracyRow('cnn', 9, 40)] },
          { kernel: 7 },
        ),
      )
    expect(answer(27.8)).toContain('no better than guessing')
    expect(answer(27.8)).not.toContain('underfits')
    expect(answer(74)).toContain('underfits after 30 epochs')
  })

  it('4c (i) names a number of images once, with its seeds', () => {
    const ends = [
      finished('cnn', 10, 100 / 3, true),
      finished('cnn', 10, 100 / 3, true),
      finished('mlp', 10, 50),
    ]
    const two = text(epochsAnswer([accuracyRow('cnn', 10, 33), accuracyRow('mlp', 10, 50)], epochsRows(ends)))
    expect(two).toContain('Flatness is not judged with 10 images (at chance at the end).')
    const mixed = [finished('cnn', 10, 100 / 3, true), finished('cnn', 10, 80), finished('mlp', 10, 50)]
    expect(
      text(epochsAnswer([accuracyRow('cnn', 10, 33), accuracyRow('mlp', 10, 50)], epochsRows(mixed))),
    ).toContain('not judged with 10 images (at chance at the end, 1 of 2 seeds).')
    const flat = [finished('cnn', 10, 80), finished('cnn', 10, 80), finished('mlp', 10, 50)]
    expect(
      text(epochsAnswer([accuracyRow('cnn', 10, 80), accuracyRow('mlp', 10, 50)], epochsRows(flat))),
    ).toContain('from epoch 1 and 1 with 10 images.')
  })

  it('4c (v) counts once as once, and explains a small gap only where the MLP has improved', () => {
    const needs = (mlpPerClass: number): string =>
      text(
        moreDataAnswer(
          [{ perClass: 10, cnnAccuracy: 60, mlpPerClass, times: mlpPerClass / 10, note: null }],
          [accuracyRow('mlp', 10, 60)],
        ),
      )
    expect(needs(10.04)).toContain('needs about 10 (as many)')
    expect(needs(10.04)).not.toContain('fewer')
    expect(needs(8)).toContain('0.8 times as many')
    expect(needs(8)).toContain('With 10 images the MLP needs fewer')
    const gap = (last: number): string =>
      text(
        moreDataAnswer(
          [],
          [accuracyRow('mlp', 4, 33), accuracyRow('mlp', 20, last, { trainAccuracy: last + 2 })],
        ),
      )
    expect(gap(90)).toContain('by then the data cover more of the positions')
    expect(gap(33)).not.toContain('positions and')
    expect(gap(33)).not.toContain('by then')
  })

  it('4c (iv) calls no setting good that guesses', () => {
    const searched = (accuracy: number): SearchRow => ({
      ...accuracyRow('cnn', 5, accuracy),
      ...{ learningRate: 0.01, momentum: 0, batchSize: 5, kernel: 3, testAccuracy: accuracy },
    })
    expect(text(searchAnswer([searched(100 / 3)]))).toContain('No setting is better than guessing')
    expect(text(searchAnswer([searched(80)]))).not.toContain('guessing')
  })

  const confusion = (network: 'cnn' | 'mlp'): ThreeClassRow[] =>
    (['horizontal', 'vertical', 'none'] as const).map((label) => ({
      ...{ network, perClass: 10, seed: 1, label, horizontal: 5, vertical: 5, none: 5 },
    }))

  it('4d sets training against validation only where the training was learned', () => {
    const answer = (trainAccuracy: number): string =>
      text(
        confusionAnswer(
          {
            cnn: { accuracy: [accuracyRow('cnn', 10, 50)], confusion: confusion('cnn') },
            mlp: { accuracy: [accuracyRow('mlp', 10, 30, { trainAccuracy })], confusion: confusion('mlp') },
          },
          { epochs: 30, kernel: 5, generator: 'corrected' },
        ),
      )
    expect(answer(100)).toContain('although it classifies all its training images correctly')
    expect(answer(37.5)).toContain('; it classifies at least 37.5 % of its training images correctly')
    const behind = (trainAccuracy: number): string =>
      text(sharingAnswer([accuracyRow('cnn', 10, 50, { trainAccuracy })], [accuracyRow('mlp', 10, 60)]))
    expect(behind(40)).toContain('it has not learned enough')
    expect(behind(100)).toContain('its bias has still not helped it')
  })

  it('4f names who is compared with whom, and in what', () => {
    const answer = text(
      poolingAnswer(
        [
          accuracyRow('cnn', 1, 20),
          accuracyRow('cnn', 8, 50),
          accuracyRow('average', 1, 30),
          accuracyRow('average', 8, 50),
          accuracyRow('mlp', 1, 20),
          accuracyRow('mlp', 8, 50),
        ],
        [],
        { epochs: 3 },
      ),
    )
    expect(answer).toContain('Max pooling is behind average pooling with 1 image a class (by 10 points)')
    expect(answer).toContain(
      'max pooling and average pooling are within 2 points of each other with 8 images a class',
    )
    expect(answer).toContain(
      'The CNN with max pooling and the MLP are within 2 points of each other with 1 and 8 images a class',
    )
    expect(answer).not.toContain('the two')
  })
})
