import { describe, expect, it } from 'vitest'
import { Random } from './random.ts'
import { chiSquare, mean, standardDeviation } from './statistics.ts'

const draw = <T>(count: number, next: () => T): T[] => Array.from({ length: count }, () => next())

/** A chi-square statistic this far above its mean has a probability below 1e-6. */
function expectFit(observed: ArrayLike<number>, expected: ArrayLike<number>): void {
  const { statistic, degrees } = chiSquare(observed, expected)
  expect(statistic).toBeLessThan(degrees + 6 * Math.sqrt(2 * degrees) + 10)
}

describe('xoshiro128**', () => {
  it('gives the reference outputs from the state 1, 2, 3, 4', () => {
    // Outputs of the authors' xoshiro128starstar.c 1.1, also the test vector of Rust's rand_xoshiro.
    const random = new Random(0, '', [1, 2, 3, 4])
    expect(draw(10, () => random.uint32())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ])
  })

  it('gives the same stream for the same seed and another for another', () => {
    const first = new Random(7)
    const again = new Random(7)
    const other = new Random(8)
    const outputs = draw(100, () => first.uint32())
    expect(draw(100, () => again.uint32())).toEqual(outputs)
    expect(draw(100, () => other.uint32())).not.toEqual(outputs)
  })

  it('keeps the streams of neighbouring seeds apart, bit by bit', () => {
    // Of n independent fair bits the share that agrees is 1/2 with standard deviation 1 / (2 sqrt n).
    for (const bit of [0, 7, 16, 31]) {
      const agreements = draw(
        20_000,
        (() => {
          let seed = 0
          return () => {
            const difference = new Random(seed).uint32() ^ new Random(seed + 1).uint32()
            seed++
            return 1 - ((difference >>> bit) & 1)
          }
        })(),
      )
      expect(Math.abs(mean(agreements) - 0.5)).toBeLessThan(5 / (2 * Math.sqrt(20_000)))
    }
  })
})

describe('fork', () => {
  it('depends on the seed and the labels only, not on what was drawn before', () => {
    const fresh = new Random(3).fork('a').fork('b')
    const used = new Random(3)
    draw(1000, () => used.normal())
    used.fork('z').uint32()
    const late = used.fork('a').fork('b')
    expect(draw(50, () => late.uint32())).toEqual(draw(50, () => fresh.uint32()))
  })

  it('tells labels, nestings and seeds apart', () => {
    const streams = [
      new Random(3),
      new Random(3).fork(''),
      new Random(3).fork('a'),
      new Random(3).fork('b'),
      new Random(3).fork('ab'),
      new Random(3).fork('ba'),
      new Random(3).fork('a').fork('b'),
      new Random(4).fork('a'),
    ]
    const outputs = streams.map((stream) => draw(4, () => stream.uint32()).join(' '))
    expect(new Set(outputs).size).toBe(streams.length)
  })

  it('gives streams without correlation to each other', () => {
    const one = new Random(11).fork('rate-0.1')
    const two = new Random(11).fork('rate-0.3')
    const cells = new Float64Array(64)
    for (let i = 0; i < 64_000; i++) {
      const cell = Math.floor(one.uniform() * 8) * 8 + Math.floor(two.uniform() * 8)
      cells[cell] = (cells[cell] ?? 0) + 1
    }
    expectFit(cells, new Float64Array(64).fill(1000))
  })

  it('starts streams of many labels uniformly', () => {
    const cells = new Float64Array(64)
    for (let i = 0; i < 64_000; i++) {
      const cell = Math.floor(new Random(5).fork(`track-${i}`).uniform() * 64)
      cells[cell] = (cells[cell] ?? 0) + 1
    }
    expectFit(cells, new Float64Array(64).fill(1000))
  })
})

describe('distributions', () => {
  it('fills an array with the draws that as many calls of uniform compare', () => {
    for (const probability of [0, 0.25, 0.75, 1 / 3, 1]) {
      const [one, other] = [new Random(7), new Random(7)]
      const values = new Float32Array(1000).fill(9)
      one.fill(values, 10, 990, probability, 2, 3)
      const wanted = Float32Array.from({ length: 1000 }, (_, i) =>
        i < 10 || i >= 990 ? 9 : other.uniform() < probability ? 2 : 3,
      )
      expect(values).toEqual(wanted)
      expect(one.uniform()).toBe(other.uniform())
    }
  })

  it('draws uniform numbers from [0, 1), evenly and without memory', () => {
    const random = new Random(1)
    const cells = new Float64Array(100)
    const pairs = new Float64Array(100)
    let before = random.uniform()
    for (let i = 0; i < 200_000; i++) {
      const value = random.uniform()
      expect(value >= 0 && value < 1).toBe(true)
      const cell = Math.floor(value * 100)
      const pair = Math.floor(before * 10) * 10 + Math.floor(value * 10)
      cells[cell] = (cells[cell] ?? 0) + 1
      pairs[pair] = (pairs[pair] ?? 0) + 1
      before = value
    }
    expectFit(cells, new Float64Array(100).fill(2000))
    expectFit(pairs, new Float64Array(100).fill(2000))
  })

  it.each([1, 2, 7, 1000])('draws whole numbers below %i evenly', (n) => {
    const random = new Random(n)
    const cells = new Float64Array(n)
    for (let i = 0; i < 100 * n; i++) {
      const value = random.integer(n)
      cells[value] = (cells[value] ?? 0) + 1
    }
    expect(cells.reduce((sum, count) => sum + count, 0)).toBe(100 * n)
    if (n > 1) expectFit(cells, new Float64Array(n).fill(100))
  })

  it('draws from 3 * 2^30 outcomes without the bias of a remainder', () => {
    const random = new Random(2)
    const cells = new Float64Array(3)
    for (let i = 0; i < 30_000; i++) {
      const cell = Math.floor(random.integer(3 * 2 ** 30) / 2 ** 30)
      cells[cell] = (cells[cell] ?? 0) + 1
    }
    expectFit(cells, new Float64Array(3).fill(10_000))
  })

  it.each([0, -1, 1.5, 2 ** 33, NaN])('refuses %d outcomes', (n) => {
    expect(() => new Random(1).integer(n)).toThrow(RangeError)
  })

  it('draws standard normal numbers', () => {
    const random = new Random(4)
    const values = draw(200_000, () => random.normal())
    expect(Math.abs(mean(values))).toBeLessThan(5 / Math.sqrt(values.length))
    expect(Math.abs(standardDeviation(values) - 1)).toBeLessThan(5 / Math.sqrt(2 * values.length))
    // Deciles of the standard normal distribution.
    const deciles = [-1.2815515655, -0.8416212336, -0.5244005127, -0.2533471031, 0]
    const edges = [
      ...deciles,
      ...deciles
        .slice(0, 4)
        .map((edge) => -edge)
        .reverse(),
    ]
    const cells = new Float64Array(10)
    for (const value of values) {
      const cell = edges.filter((edge) => value > edge).length
      cells[cell] = (cells[cell] ?? 0) + 1
    }
    expectFit(cells, new Float64Array(10).fill(20_000))
  })
})
