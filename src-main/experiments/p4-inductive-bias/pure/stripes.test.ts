import { describe, expect, it } from 'vitest'
import { Random } from '#numeric/random.ts'
import { mean } from '#numeric/statistics.ts'
import { edgeDetectors } from './edge-detectors.ts'
import { stripesOf, stripesOfNoise } from './stripes.ts'

describe('stripesOf', () => {
  it('finds all the variance of a clean detector in its rows, of its transpose in its columns', () => {
    const { horizontal, vertical } = edgeDetectors(7)
    const [first, second] = stripesOf(Float32Array.of(...horizontal, ...vertical), 7)
    expect(first?.rows).toBeCloseTo(1, 9)
    expect(first?.columns).toBeCloseTo(0, 9)
    expect(second).toEqual({ rows: first?.columns, columns: first?.rows })
    expect(stripesOf(new Float32Array(9).fill(2), 3)).toEqual([{ rows: 0, columns: 0 }])
  })

  it.each([3, 7, 11])('finds 1 / (side + 1) in independent weights of side %i', (side) => {
    const random = new Random(side)
    const filters = Float32Array.from({ length: 4000 * side * side }, () => random.normal())
    const stripes = stripesOf(filters, side)
    for (const way of ['rows', 'columns'] as const)
      // Five standard errors of a share whose standard deviation is below 0.2.
      expect(Math.abs(mean(stripes.map((one) => one[way])) - stripesOfNoise(side))).toBeLessThan(0.016)
  })
})
