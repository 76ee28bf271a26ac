import { describe, expect, it } from 'vitest'
import { isEmptyBand, type Band, type BandParameters } from './band-image.ts'
import { Random } from '#numeric/random.ts'
import { chiSquare } from '#numeric/statistics.ts'
import { fiveClasses, type BandClass } from './bands.ts'
import { bandAngles, drawBandParameters, type BandRegion, type BandVersion } from './bands-parameters.ts'

/** What the images of one class are made from, one generator for all. */
function drawn(
  name: BandClass,
  version: BandVersion = 'corrected',
  region: BandRegion = 'all',
  count = 4000,
): BandParameters[] {
  const random = new Random(182)
  return Array.from({ length: count }, (_, number) =>
    drawBandParameters(random, name, number, version, region),
  )
}

const firstBands = (...request: Parameters<typeof drawn>): Band[] =>
  drawn(...request).flatMap(({ bands }) => bands.slice(0, 1))

function countBy<T>(items: readonly T[], keyOf: (item: T) => number): Map<number, number> {
  const counts = new Map<number, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}

/** That the counts are spread evenly over the whole numbers first to last: chi-square within five standard deviations. */
function expectUniform(counts: Map<number, number>, first: number, last: number): void {
  const keys = [...counts.keys()].sort((a, b) => a - b)
  expect([keys[0], keys.at(-1)]).toEqual([first, last])
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const cells = last - first + 1
  const observed = Array.from({ length: cells }, (_, i) => counts.get(first + i) ?? 0)
  const { statistic, degrees } = chiSquare(observed, Array(cells).fill(total / cells))
  expect(statistic).toBeLessThan(degrees + 5 * Math.sqrt(2 * degrees))
}

/** That a share of `count` is what it should be, within four standard errors. */
function expectShare(hits: number, count: number, share: number): void {
  expect(Math.abs(hits / count - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / count))
}

describe('the corrected generator', () => {
  it.each<[BandRegion, number, number]>([
    ['all', 0, 28],
    ['first-half', 0, 14],
    ['second-half', 14, 28],
  ])('in region %s: widths 1 to 4, starts %i to %i less the width, each as often', (region, from, to) => {
    for (const name of ['horizontal', 'vertical'] as const) {
      const bands = firstBands(name, 'corrected', region)
      expect(bands.every(({ axis }) => axis === name)).toBe(true)
      expectUniform(
        countBy(bands, ({ width }) => width),
        1,
        4,
      )
      for (const width of [1, 2, 3, 4]) {
        const same = bands.filter((band) => band.width === width)
        expect(same.every(({ start, end }) => end - start === width)).toBe(true)
        expectUniform(
          countBy(same, ({ start }) => start),
          from,
          to - width,
        )
      }
    }
  })

  it('draws backgrounds from 0 to 0.2 and intensities from 0.25 to 1, evenly', () => {
    const images = drawn('both')
    const tenths = (value: number, from: number, to: number): number =>
      Math.floor((10 * (value - from)) / (to - from))
    expectUniform(
      countBy(images, ({ background }) => tenths(background, 0, 0.2)),
      0,
      9,
    )
    for (const index of [0, 1])
      expectUniform(
        countBy(images, ({ bands }) => tenths(bands[index]?.intensity ?? 0, 0.25, 1)),
        0,
        9,
      )
  })

  it('draws diagonals of width 1 or 2, from both axes in turn, at the four angles', () => {
    const images = drawn('diagonal')
    expectUniform(
      countBy(images, ({ bands }) => bands[0]?.width ?? 0),
      1,
      2,
    )
    images.forEach(({ bands }, number) => {
      expect(bands[0]?.axis).toBe(number % 2 === 0 ? 'horizontal' : 'vertical')
    })
    expect(new Set(images.map(({ angle }) => angle))).toEqual(new Set(bandAngles))
    expectUniform(
      countBy(images, ({ angle }) => bandAngles.indexOf(angle ?? 0)),
      0,
      3,
    )
  })

  it('crosses the two bands of both anywhere, and leaves none without a band', () => {
    const images = drawn('both')
    expect(images.every(({ bands }) => bands.map(({ axis }) => axis).join() === 'horizontal,vertical')).toBe(
      true,
    )
    const onDiagonal = images.filter(({ bands: [first, second] }) => first?.start === second?.start)
    // The widths are drawn apart: P(same start) is the sum over starts of P(start)^2.
    const chance = Array.from({ length: 28 }, (_, start) =>
      [1, 2, 3, 4].reduce((sum, width) => sum + (start <= 28 - width ? 0.25 / (29 - width) : 0), 0),
    ).reduce((sum, p) => sum + p * p, 0)
    expectShare(onDiagonal.length, images.length, chance)
    expect(drawn('none', 'corrected', 'all', 50).every(({ bands }) => bands.length === 0)).toBe(true)
  })

  it('leaves no band empty', () => {
    for (const name of fiveClasses)
      for (const region of ['all', 'first-half', 'second-half'] as const)
        expect(drawn(name, 'corrected', region, 500).some(({ bands }) => bands.some(isEmptyBand))).toBe(false)
  })
})

describe('the generator of spring 2023', () => {
  it.each<[BandRegion, number, number]>([
    ['all', 1, 27],
    ['first-half', 1, 13],
    ['second-half', 14, 27],
  ])('in region %s: starts %i to %i, cut before the last, which is empty', (region, first, last) => {
    const bands = firstBands('horizontal', 'spring2023', region)
    expectUniform(
      countBy(bands, ({ start }) => start),
      first,
      last,
    )
    for (const { start, end, width } of bands) expect(end).toBe(Math.min(start + width, last))
    expectShare(bands.filter(isEmptyBand).length, bands.length, 1 / (last - first + 1))
  })

  it('gives both bands of a crossing one place, and diagonals width 1', () => {
    for (const { bands } of drawn('both', 'spring2023', 'all', 300)) {
      const [first, second] = bands
      expect([first?.start, first?.end]).toEqual([second?.start, second?.end])
      expect(first?.intensity).not.toBe(second?.intensity)
    }
    expect(new Set(firstBands('diagonal', 'spring2023').map(({ width }) => width))).toEqual(new Set([1]))
  })
})
