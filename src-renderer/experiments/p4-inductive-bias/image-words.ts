import { isEmptyBand, type BandParameters } from '#experiments/p4-inductive-bias/pure/band-image.ts'
import { formatNumber } from '#text/numbers.ts'

function lines(axis: 'horizontal' | 'vertical', start: number, end: number): string {
  const name = axis === 'horizontal' ? 'row' : 'column'
  return end - start === 1 ? `${name} ${start}` : `${name}s ${start} to ${end - 1}`
}

/** What an image was made from, in words; rows and columns count from 0. */
export function parameterWords({ background, bands, angle }: BandParameters): string {
  const parts = bands.map((band) =>
    isEmptyBand(band)
      ? `an empty ${band.axis} band (start ${band.start}, nothing lit)`
      : `${band.axis} band on ${lines(band.axis, band.start, band.end)}, intensity ${formatNumber(band.intensity, 3)}`,
  )
  const turned = angle === null ? [] : [`turned by ${angle}°`]
  return [
    `background ${formatNumber(background, 3)}`,
    ...(parts.length > 0 ? parts : ['no band']),
    ...turned,
  ].join('; ')
}
