import { bandSide, type Band, type BandParameters, type ByteConversion } from './band-image.ts'
import type { Random } from '#numeric/random.ts'
import type { BandClass } from './bands.ts'

/** `corrected`: every edge image has its band (fall 2026). `spring2023`: the first generator, with its faults. */
export const bandVersions = ['corrected', 'spring2023'] as const
export type BandVersion = (typeof bandVersions)[number]
/** Rows, or columns, where a band may lie: all, 0 to 13, or 14 to 27. */
export type BandRegion = 'all' | 'first-half' | 'second-half'

/** The row and column where the domain shift (4d) parts the image. */
export const splitAt = bandSide / 2
export const maxBandWidth = 4
/** Degrees by which a diagonal's straight band may be rotated. */
export const bandAngles: readonly number[] = [30, 45, 120, 135]
export const backgroundRange = { from: 0, to: 0.2 } as const
export const bandIntensityRange = { from: 0.25, to: 1 } as const

/** How a generator converts its images to 8 bit. */
export const conversionOf = (version: BandVersion): ByteConversion =>
  version === 'corrected' ? 'round' : 'wrap'

const between = (random: Random, { from, to }: { readonly from: number; readonly to: number }): number =>
  from + (to - from) * random.uniform()
const whole = (random: Random, from: number, to: number): number => from + random.integer(to - from + 1)

type Extent = Pick<Band, 'start' | 'end' | 'width'>

/** The first and the last start a version allows a band of this width, both inclusive. */
export function startsOf(
  version: BandVersion,
  region: BandRegion,
  width: number,
): { first: number; last: number } {
  const from = region === 'second-half' ? splitAt : 0
  const end = region === 'first-half' ? splitAt : bandSide
  // The old one never starts in row 0 and knows no width: it cuts what runs over.
  return version === 'corrected'
    ? { first: from, last: end - width }
    : { first: Math.max(1, from), last: end - 1 }
}

/** Where a band lies. The old generator ends one before the region does: a band that starts there is empty. */
function drawExtent(random: Random, version: BandVersion, region: BandRegion, maxWidth: number): Extent {
  const width = whole(random, 1, maxWidth)
  const { first, last } = startsOf(version, region, width)
  const start = whole(random, first, last)
  const lastEnd = (region === 'first-half' ? splitAt : bandSide) - (version === 'corrected' ? 0 : 1)
  return { start, end: Math.min(start + width, lastEnd), width }
}

/** The largest width of a diagonal's band: 4 / sqrt 2, rounded down; the old generator stops short of it. */
export const maxDiagonalWidth = (version: BandVersion): number => {
  const longest = Math.floor(maxBandWidth / Math.SQRT2)
  return version === 'corrected' ? longest : longest - 1
}

/**
 * What the image `number` of a class is made from. Diagonals of an even number come from a horizontal band, the
 * others from a vertical one. The old generator gives the two bands of `both` one position and width, so that they
 * always cross on the main diagonal.
 */
export function drawBandParameters(
  random: Random,
  name: BandClass,
  number: number,
  version: BandVersion,
  region: BandRegion,
): BandParameters {
  const background = between(random, backgroundRange)
  const extent = (maxWidth = maxBandWidth): Extent => drawExtent(random, version, region, maxWidth)
  const band = (axis: Band['axis'], where: Extent): Band => ({
    axis,
    ...where,
    intensity: between(random, bandIntensityRange),
  })
  if (name === 'none') return { background, bands: [], angle: null }
  if (name === 'both') {
    const first = extent()
    const second = version === 'corrected' ? extent() : first
    return { background, bands: [band('horizontal', first), band('vertical', second)], angle: null }
  }
  if (name === 'diagonal') {
    const straight = band(number % 2 === 0 ? 'horizontal' : 'vertical', extent(maxDiagonalWidth(version)))
    return { background, bands: [straight], angle: bandAngles[random.integer(bandAngles.length)] ?? 0 }
  }
  return { background, bands: [band(name, extent())], angle: null }
}
