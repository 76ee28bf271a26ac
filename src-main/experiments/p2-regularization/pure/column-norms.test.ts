import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchNormalised, columnMeans, columnNorms, scaleColumns } from './column-norms.ts'
import { fromRows, matrixOf } from '#numeric/linear-algebra.ts'
import { channelStatistics, normalize } from '#numeric/normalization.ts'
import { Random } from '#numeric/random.ts'

const shape = { n: fc.integer({ min: 2, max: 60 }), d: fc.integer({ min: 1, max: 8 }), seed: fc.nat() }
const drawn = (n: number, d: number, seed: number) => {
  const random = new Random(seed)
  return matrixOf(n, d, (_, j) => 10 ** (j % 4) * (random.normal() + 2))
}

describe('columns', () => {
  it('have the norms and means that can be worked out by hand', () => {
    const x = fromRows([
      [3, 1e200],
      [4, 0],
    ])
    expect(columnNorms(x)).toEqual([5, 1e200])
    expect(columnMeans(x)).toEqual([3.5, 5e199])
    expect([...scaleColumns(x, [2, 0]).data]).toEqual([6, 0, 8, 0])
  })
})

describe('batch normalisation of a matrix', () => {
  it('gives every column mean 0 and norm sqrt(n); 6.3246 for 40 rows', () => {
    fc.assert(
      fc.property(shape.n, shape.d, shape.seed, (n, d, seed) => {
        const normalised = batchNormalised(drawn(n, d, seed))
        for (const norm of columnNorms(normalised)) expect(norm).toBeCloseTo(Math.sqrt(n), 8)
        for (const mean of columnMeans(normalised)) expect(mean).toBeCloseTo(0, 8)
      }),
    )
    expect(columnNorms(batchNormalised(drawn(40, 1, 3)))[0]).toBeCloseTo(6.3246, 4)
  })

  it('is what the batch-normalisation layer computes with epsilon 0', () => {
    const x = drawn(9, 3, 5)
    // A batch of 9 images of one pixel and 3 channels.
    const images = { count: 9, channels: 3, height: 1, width: 1 }
    const affine = { weight: Float64Array.of(1, 1, 1), bias: new Float64Array(3) }
    const layer = normalize(x.data, images, channelStatistics(x.data, images), affine, 0)
    batchNormalised(x).data.forEach((value, k) => expect(value).toBeCloseTo(layer[k] ?? NaN, 12))
  })

  it('turns a constant column into zeros', () => {
    const x = fromRows([
      [0.1, 1],
      [0.1, 2],
      [0.1, 4],
    ])
    expect(columnNorms(batchNormalised(x))[0]).toBe(0)
  })
})
