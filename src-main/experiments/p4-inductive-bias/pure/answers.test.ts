import { describe, expect, it } from 'vitest'
import { softmaxCrossEntropy } from '#numeric/losses.ts'
import { Random } from '#numeric/random.ts'
import { confusionOf, measureAnswers, softmaxRows } from './answers.ts'

const random = new Random(4)
const labels = Int32Array.from({ length: 40 }, (_, i) => i % 3)
const logits = Float32Array.from({ length: 120 }, () => 3 * random.normal())

describe('measureAnswers', () => {
  it('gives the mean cross-entropy that the reference computes', () => {
    expect(measureAnswers(logits, labels).loss).toBeCloseTo(softmaxCrossEntropy(logits, labels).loss, 6)
  })

  it('counts right answers, and means the softmax of right and of wrong answers apart', () => {
    // Row 1: log 2 ahead of two equal others: 1/2. Row 2: wrong with 3/5. Row 3: right with 8/10.
    const three = Float32Array.of(Math.log(2), 0, 0, Math.log(3), 0, 0, 0, 0, Math.log(8))
    const measured = measureAnswers(three, Int32Array.of(0, 1, 2))
    expect(measured.accuracy).toBeCloseTo(200 / 3, 9)
    expect(measured.rightConfidence).toBeCloseTo((50 + 80) / 2, 5)
    expect(measured.wrongConfidence).toBeCloseTo(60, 5)
    expect(measured.loss).toBeCloseTo((Math.log(2) + Math.log(5) + Math.log(10 / 8)) / 3, 6)
  })

  it('reports 0 for a confidence that no answer has, and does not overflow', () => {
    expect(measureAnswers(Float32Array.of(1000, 0), Int32Array.of(0))).toEqual({
      loss: 0,
      accuracy: 100,
      rightConfidence: 100,
      wrongConfidence: 0,
    })
    expect(measureAnswers(Float32Array.of(0, 0), Int32Array.of(1)).rightConfidence).toBe(0)
    expect(measureAnswers(Float32Array.of(NaN, NaN), Int32Array.of(1)).loss).toBeNaN()
  })
})

describe('softmaxRows', () => {
  it('gives rows that sum to one, in the proportions of the exponentials', () => {
    const probabilities = softmaxRows(logits, 3)
    for (let row = 0; row < 40; row++) {
      const own = [0, 1, 2].map((i) => probabilities[3 * row + i] ?? NaN)
      expect(own.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6)
      const ratio = Math.exp((logits[3 * row] ?? NaN) - (logits[3 * row + 1] ?? NaN))
      expect((own[0] ?? NaN) / (own[1] ?? NaN) / ratio).toBeCloseTo(1, 4)
    }
  })
})

describe('confusionOf', () => {
  it('counts by true class and answer', () => {
    const counts = confusionOf(Int32Array.of(0, 1, 1, 2, 2, 2), Int32Array.of(0, 0, 1, 1, 2, 2), 3)
    expect(counts).toEqual([
      [1, 1, 0],
      [0, 1, 1],
      [0, 0, 2],
    ])
  })
})
