import { bandSide, type Band, type BandParameters } from '#experiments/p4-inductive-bias/pure/band-image.ts'

/** What the student drags: one band, two that cross, or none. */
export type TryKind = 'horizontal' | 'vertical' | 'diagonal' | 'both' | 'none'

export interface TryBand {
  readonly kind: TryKind
  /** First lit row of a horizontal band (of a diagonal: before it is rotated), 0 to 28 - width. */
  readonly row: number
  /** First lit column of a vertical band. */
  readonly column: number
  readonly width: number
  /** 0 (black) to 1 (white). */
  readonly intensity: number
  readonly background: number
  /** Degrees by which a diagonal is rotated, counter-clockwise. */
  readonly angle: number
}

/** Sliders go beyond what the generator draws, so that a student can see what a network never saw. */
export const tryLimits = {
  width: { min: 1, max: 10 },
  angle: { min: 0, max: 175, step: 5 },
} as const

export const firstBand: TryBand = {
  kind: 'horizontal',
  row: 19,
  column: 19,
  width: 3,
  intensity: 0.8,
  background: 0.1,
  angle: 45,
}

/** Which of the two places count: a horizontal band has a row, a vertical one a column, a crossing both. */
export const hasRow = (kind: TryKind): boolean => kind !== 'vertical' && kind !== 'none'
export const hasColumn = (kind: TryKind): boolean => kind === 'vertical' || kind === 'both'

/** The generator's parameters of what is dragged; both bands of a crossing share width and intensity. */
export function parametersOfTry(band: TryBand): BandParameters {
  const { kind, background, angle } = band
  const along = (axis: Band['axis'], start: number): Band => ({
    axis,
    start,
    end: start + band.width,
    width: band.width,
    intensity: band.intensity,
  })
  return {
    background,
    bands: [
      ...(hasRow(kind) ? [along('horizontal', band.row)] : []),
      ...(hasColumn(kind) ? [along('vertical', band.column)] : []),
    ],
    angle: kind === 'diagonal' ? angle : null,
  }
}

const within = (place: number, width: number): number =>
  Math.min(bandSide - width, Math.max(0, Math.round(place)))

/** The same with some of it changed, moved back into the image where it would leave it. */
export function changed(band: TryBand, change: Partial<TryBand>): TryBand {
  const next = { ...band, ...change }
  return { ...next, row: within(next.row, next.width), column: within(next.column, next.width) }
}

/** The band moved so that its middle lies under a point of the image (row and column, 0 to 28). */
export function movedTo(band: TryBand, row: number, column: number): TryBand {
  const middle = bandSide / 2
  // A diagonal is painted straight and then rotated: the point is taken back by the same rotation (numeric/rotate-image.ts).
  const radians = (band.angle * Math.PI) / 180
  const straight =
    band.kind === 'diagonal'
      ? middle + Math.cos(radians) * (row - middle) + Math.sin(radians) * (column - middle)
      : row
  return changed(band, {
    ...(hasRow(band.kind) ? { row: straight - band.width / 2 } : {}),
    ...(hasColumn(band.kind) ? { column: column - band.width / 2 } : {}),
  })
}

/** The band after an arrow key: rows for what has a row, columns for what has a column. */
export function nudged(band: TryBand, rows: number, columns: number): TryBand {
  const { kind } = band
  return changed(band, {
    row: hasRow(kind) ? band.row + rows + (kind === 'diagonal' ? columns : 0) : band.row,
    column: hasColumn(kind) ? band.column + columns : band.column,
  })
}

/** What the generator can draw, for saying where a band of the student's lies outside it. */
export interface GeneratorRanges {
  readonly maxWidth: number
  readonly maxDiagonalWidth: number
  readonly background: { readonly from: number; readonly to: number }
  readonly intensity: { readonly from: number; readonly to: number }
  readonly angles: readonly number[]
}

/** What of the band the generator would never draw, in words ("width 7, background 0.5"); empty where it could. */
export function beyondGenerator(band: TryBand, ranges: GeneratorRanges): string {
  const { kind, width, background, intensity, angle } = band
  const isOutside = (value: number, { from, to }: GeneratorRanges['background']) => value < from || value > to
  const hasBand = kind !== 'none'
  const widest = kind === 'diagonal' ? ranges.maxDiagonalWidth : ranges.maxWidth
  return [
    hasBand && width > widest ? `width ${width}` : '',
    hasBand && isOutside(intensity, ranges.intensity) ? `intensity ${intensity}` : '',
    isOutside(background, ranges.background) ? `background ${background}` : '',
    kind === 'diagonal' && !ranges.angles.includes(angle) ? `angle ${angle}°` : '',
  ]
    .filter((words) => words !== '')
    .join(', ')
}
