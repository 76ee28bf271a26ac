import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkGradient, normalValues } from './gradient-check.testing.ts'
import { meanSquaredError, softmaxCrossEntropy } from './losses.ts'
import { Random } from './random.ts'

const size = fc.integer({ min: 1, max: 6 })

describe('softmax cross-entropy', () => {
  it('is the log of the number of classes where all logits are equal', () => {
    expect(softmaxCrossEntropy(new Float64Array(20), [3, 7]).loss).toBeCloseTo(Math.log(10), 14)
  })

  it('neither overflows nor loses a small loss', () => {
    expect(softmaxCrossEntropy(Float64Array.of(1000, 0), [0]).loss).toBe(0)
    expect(softmaxCrossEntropy(Float64Array.of(1000, 0), [1]).loss).toBe(1000)
    expect([...softmaxCrossEntropy(Float64Array.of(-1e4, 1e4), [0]).gradient]).toEqual([-1, 1])
  })

  it('has the gradient of finite differences', () => {
    fc.assert(
      fc.property(size, size, fc.nat(), (rows, classes, seed) => {
        const logits = normalValues(rows * classes, seed)
        const random = new Random(seed + 1)
        const labels = Array.from({ length: rows }, () => random.integer(classes))
        const f = () => softmaxCrossEntropy(logits, labels).loss
        checkGradient(f, logits, softmaxCrossEntropy(logits, labels).gradient)
      }),
    )
  })

  it.each([[3], [-1], [0.5]])('refuses the label %d of three classes', (label) => {
    expect(() => softmaxCrossEntropy(new Float64Array(3), [label])).toThrow('from 0 to 2')
  })
})

describe('mean squared error', () => {
  it('averages over rows and outputs', () => {
    expect(meanSquaredError(Float64Array.of(1, 2, 3, 4), [0, 2, 3, 8]).loss).toBe(17 / 4)
  })

  it('has the gradient of finite differences', () => {
    const outputs = normalValues(12, 1)
    const targets = normalValues(12, 2)
    checkGradient(
      () => meanSquaredError(outputs, targets).loss,
      outputs,
      meanSquaredError(outputs, targets).gradient,
    )
  })
})
