import { describe, expect, it } from 'vitest'
import { drawBandImage, paintBandImage } from '#experiments/p4-inductive-bias/pure/band-image.ts'
import {
  beyondGenerator,
  changed,
  firstBand,
  movedTo,
  nudged,
  parametersOfTry,
  type TryBand,
  type TryKind,
} from './try-band.ts'

const band = (change: Partial<TryBand>): TryBand => changed(firstBand, change)
const lit = (what: TryBand): number[] =>
  [...drawBandImage(parametersOfTry(what))].flatMap((byte, pixel) => (byte > 60 ? [pixel] : []))

describe('a dragged band', () => {
  it('lights whole rows, whole columns, both, or nothing', () => {
    const at = { row: 5, column: 20, width: 2 }
    const rows = lit(band({ kind: 'horizontal', ...at }))
    const columns = lit(band({ kind: 'vertical', ...at }))
    expect(new Set(rows.map((pixel) => Math.floor(pixel / 28)))).toEqual(new Set([5, 6]))
    expect(rows).toHaveLength(2 * 28)
    expect(new Set(columns.map((pixel) => pixel % 28))).toEqual(new Set([20, 21]))
    expect(lit(band({ kind: 'both', ...at }))).toHaveLength(4 * 28 - 4)
    expect(lit(band({ kind: 'none', ...at }))).toEqual([])
  })

  it('stays in the image however it is moved or widened', () => {
    expect(band({ row: 40 }).row).toBe(25)
    expect(band({ row: 27, width: 10 }).row).toBe(18)
    expect(nudged(band({ kind: 'vertical', column: 0 }), 0, -1).column).toBe(0)
    expect(movedTo(band({ kind: 'both' }), -5, 100)).toMatchObject({ row: 0, column: 25 })
  })

  it.each<[TryKind, number, number]>([
    ['horizontal', 0, 1],
    ['vertical', 1, 0],
  ])('%s: only the arrow across it moves it', (kind, row, column) => {
    const start = band({ kind })
    expect(nudged(start, row, column)).toEqual(start)
    expect(nudged(start, 1 - row, 1 - column)).not.toEqual(start)
  })

  it.each([30, 45, 120, 135])('a diagonal at %i degrees comes to lie under the pointer', (angle) => {
    const moved = movedTo(band({ kind: 'diagonal', angle, width: 2, background: 0, intensity: 1 }), 18, 11)
    const image = paintBandImage(parametersOfTry(moved))
    // The pixels round the point: the band's middle is within half a pixel of it.
    expect(
      Math.max(...[17, 18].flatMap((row) => [10, 11].map((column) => image[row * 28 + column] ?? 0))),
    ).toBeGreaterThan(0.7)
  })
})

describe('what the generator would not draw', () => {
  const ranges = {
    maxWidth: 4,
    maxDiagonalWidth: 2,
    background: { from: 0, to: 0.2 },
    intensity: { from: 0.25, to: 1 },
    angles: [30, 45],
  }
  it('is named, and nothing is where it could', () => {
    expect(beyondGenerator(firstBand, ranges)).toBe('')
    expect(beyondGenerator(band({ width: 7, background: 0.5 }), ranges)).toBe('width 7, background 0.5')
    expect(beyondGenerator(band({ kind: 'diagonal', width: 3, angle: 90 }), ranges)).toBe(
      'width 3, angle 90°',
    )
    expect(beyondGenerator(band({ kind: 'none', width: 7, intensity: 0 }), ranges)).toBe('')
  })
})
