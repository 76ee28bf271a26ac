import { describe, expect, it } from 'vitest'
import { confusionAnswer, sharingAnswer } from './answer-shift.ts'
import { noiseKernelsAnswer, permutationAnswer } from './answer-permutation.ts'
import { epochsAnswer, learnedKernelsAnswer, moreDataAnswer } from './answer-procedure.ts'
import { frozenAnswer, kernelsAnswer, overfitAnswer } from './answer-small-data.ts'
import { epochsRows, moreDataRows } from './measured-rows.ts'
import type { BandClass } from './pure/bands.ts'
import { finished } from './finished.testing.ts'
import { accuracyRow, stripesRow } from './rows.testing.ts'
import type { AccuracyRow, StripesRow } from './pure/tables.ts'

const row = (
  network: AccuracyRow['network'],
  perClass: number,
  accuracy: number,
  trainAccuracy = 100,
): AccuracyRow => accuracyRow(network, perClass, accuracy, { trainAccuracy })
const filter = (rowsAfter: number, rowsBefore = 0.1): StripesRow => stripesRow(rowsAfter, rowsBefore)
const text = (paragraphs: readonly string[]): string => paragraphs.join('\n')

describe('the answers of problem 4 claim only what their run shows', () => {
  it('4e (i): brightness alone explains no 83 %', () => {
    const good = text(permutationAnswer([row('cnn', 50, 83), row('mlp', 50, 90)]))
    expect(good).toContain('reaches 83 %, so it has found more than brightness')
    const poor = text(permutationAnswer([row('cnn', 50, 60), row('mlp', 50, 90)]))
    expect(poor).toContain('none has learned to tell the directions')
    const ahead = (known: number) => text(permutationAnswer([row('cnn', 10, 60), row('mlp', 10, 50, known)]))
    expect(ahead(100)).toContain('has memorised its few training images')
    expect(ahead(60)).not.toContain('by heart')
    expect(ahead(60)).not.toContain('costs accuracy')
  })

  it('4e (iii): striped filters do not look like noise', () => {
    expect(text(noiseKernelsAnswer([filter(0.1), filter(0.2)], 7))).toContain('They look like noise')
    expect(text(noiseKernelsAnswer([filter(0.6), filter(0.2)], 7))).toContain(
      '1 of 2 look like noise, and 1 is striped in this run',
    )
  })

  it('4a (i): filters do no work in a network that guesses, and nothing is said of a validation that there was not', () => {
    const answer = (atChance: number) => {
      const cnn = { ...row('cnn', 7, 50), accuracy: null, trainAccuracy: atChance === 1 ? 33 : 90, atChance }
      const values = { accuracy: [cnn, { ...row('mlp', 7, 90), accuracy: null }], stripes: [filter(0.5)] }
      return text(
        overfitAnswer({ ...values, parameters: { cnn: 606, mlp: 39793 } }, { epochs: 30, kernel: 7 }),
      )
    }
    expect(answer(1)).toContain('does not tell its classes apart, so its filters do not show')
    expect(answer(1)).not.toContain('while the others do the work')
    expect(answer(1)).not.toContain('and validation')
    expect(answer(0)).toContain('while the others do the work')
  })

  it('4b (ii): a CNN that guesses is not ahead, and one image is one image', () => {
    const guessing = (network: 'cnn' | 'frozen', accuracy: number) => ({
      ...row(network, 1, accuracy, 20),
      atChance: 1,
    })
    const answer = text(
      frozenAnswer({ accuracy: [guessing('frozen', 21), guessing('cnn', 33)] }, { kernel: 7 }),
    )
    expect(answer).toContain('The free CNN of this run only guesses')
    expect(answer).not.toMatch(/free CNN is ahead|underfits|1 images/)
  })

  it('4b (i): the detectors are those of the kernel size, and the learned filters as measured', () => {
    const rows = [row('cnn', 10, 50), row('mlp', 10, 50), row('frozen', 10, 90)]
    const at = (kernel: number, after: number): string =>
      text(kernelsAnswer({ accuracy: rows, stripes: [filter(after)] }, { epochs: 30, kernel }))
    expect(at(7, 0.5)).toContain('one row of +1 above one of −1')
    expect(at(5, 0.5)).toContain('generalised Sobel')
    expect(at(5, 0.5)).not.toContain('third filter of noise')
    expect(at(1, 0)).toContain('one pixel is zero')
    expect(at(7, 0.5)).toContain('have moved from their initial noise towards stripes')
    expect(at(7, 0.1)).toContain('have hardly moved')
    const troubled = (trouble: Partial<AccuracyRow>): string =>
      text(
        kernelsAnswer(
          { accuracy: [{ ...row('cnn', 10, 33), ...trouble }, ...rows.slice(1)], stripes: [filter(0.5)] },
          { epochs: 30, kernel: 7 },
        ),
      )
    // What a diverged network's filters were when it ended says nothing about learning.
    expect(troubled({ diverged: 1 })).not.toMatch(/towards stripes|hardly moved/)
    expect(troubled({ atChance: 1 })).toContain('towards stripes')
    expect(troubled({ atChance: 1 })).not.toContain('to do their work')
    expect(text(frozenAnswer({ accuracy: rows }, { kernel: 1 }))).toContain('It can only guess')
  })

  it('4c: a network at chance is not flat, and has no ratio of data', () => {
    const all = [finished('cnn', 10, 100 / 3, true), finished('cnn', 20, 80), finished('mlp', 10, 50)]
    expect(epochsRows(all).map(({ flatFrom, note }) => [flatFrom, note])).toEqual([
      [null, 'at chance at the end'],
      [1, null],
      [1, null],
    ])
    expect(moreDataRows(all, 30, [])[0]).toMatchObject({ times: null, note: 'the CNN is at chance' })
    const accuracy = [row('cnn', 10, 100 / 3), row('cnn', 20, 80), row('mlp', 10, 50)]
    const flat = text(epochsAnswer(accuracy, epochsRows(all)))
    expect(flat).toContain('flat (smoothed, within two points of its end) from epoch 1 with 20 images')
    expect(flat).toContain('Flatness is not judged with 10 images (at chance at the end)')
    expect(text(moreDataAnswer(moreDataRows(all, 30, []), accuracy))).toContain(
      'With 10 the CNN is at chance',
    )
  })

  it('4c (v): memorising is stated where training and validation are apart', () => {
    const answer = (validation: number) => text(moreDataAnswer([], [row('mlp', 20, validation)]))
    expect(answer(65)).toContain('It memorises more than it generalises')
    expect(answer(97)).toContain('shows no sign of memorising')
    expect(text(learnedKernelsAnswer([filter(0.1)], 7))).not.toContain('responds to an oriented contrast')
  })

  const confusion = (network: 'cnn' | 'mlp', counts: readonly (readonly [number, number, number])[]) =>
    (['horizontal', 'vertical', 'none'] as const).map((label: BandClass, index) => {
      const [horizontal = 0, vertical = 0, none = 0] = counts[index] ?? []
      return { network, perClass: 10, seed: 1, label, horizontal, vertical, none }
    })
  const shifted = (
    cnn: readonly (readonly [number, number, number])[],
    generator: 'corrected' | 'spring2023',
  ): string =>
    text(
      confusionAnswer(
        {
          cnn: { accuracy: [row('cnn', 10, 95)], confusion: confusion('cnn', cnn) },
          mlp: {
            accuracy: [row('mlp', 10, 100 / 3)],
            confusion: confusion('mlp', [
              [0, 45, 5],
              [45, 0, 5],
              [0, 0, 50],
            ]),
          },
        },
        { epochs: 300, kernel: 7, generator },
      ),
    )

  it('4d (i): empty bands explain as many edges called none as there are, and nothing else is claimed then', () => {
    const few = [
      [47, 0, 3],
      [0, 46, 4],
      [0, 0, 50],
    ] as const
    expect(shifted(few, 'spring2023')).toContain('no other explanation is needed')
    expect(shifted(few, 'spring2023')).not.toContain('low contrast')
    expect(shifted(few, 'corrected')).toContain('Possible reasons: thin bands of low contrast')
    const right = [
      [50, 0, 0],
      [0, 50, 0],
      [0, 0, 50],
    ] as const
    expect(shifted(right, 'corrected')).toContain('CNN: It makes hardly any mistakes in this run.')
  })

  it('4d (ii): the bias is called right where the CNN is ahead', () => {
    const answer = (cnn: number) => text(sharingAnswer([row('cnn', 10, cnn)], [row('mlp', 10, 100 / 3)]))
    expect(answer(80)).toContain('here it is right')
    expect(answer(33)).toContain('ahead at no number of images')
    expect(answer(33)).not.toContain('here it is right')
  })
})
