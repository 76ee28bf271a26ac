import { describe, expect, it } from 'vitest'
import { bandSide, bytesToInputs, drawBandImage, isEmptyBand, toBytes, type Band } from './band-image.ts'

const band = (axis: Band['axis'], start: number, end: number, intensity: number): Band => ({
  axis,
  start,
  end,
  width: end - start,
  intensity,
})
const rowOf = (image: Uint8Array, row: number): number[] => [
  ...image.subarray(row * bandSide, (row + 1) * bandSide),
]

describe('a band image', () => {
  it('lights the rows of a horizontal band and the columns of a vertical one', () => {
    const rows = drawBandImage({ background: 0.2, bands: [band('horizontal', 26, 28, 1)], angle: null })
    expect(rowOf(rows, 25)).toEqual(Array(28).fill(51))
    expect(rowOf(rows, 26)).toEqual(Array(28).fill(255))
    expect(rowOf(rows, 27)).toEqual(Array(28).fill(255))
    const columns = drawBandImage({ background: 0.2, bands: [band('vertical', 0, 1, 0.6)], angle: null })
    for (let row = 0; row < bandSide; row++) expect(rowOf(columns, row)).toEqual([153, ...Array(27).fill(51)])
  })

  it('paints later bands over earlier ones', () => {
    const bands = [band('horizontal', 3, 4, 1), band('vertical', 5, 7, 0.4)]
    const image = drawBandImage({ background: 0, bands, angle: null })
    expect(rowOf(image, 3).slice(3, 9)).toEqual([255, 255, 102, 102, 255, 255])
    expect(rowOf(image, 4).slice(3, 9)).toEqual([0, 0, 102, 102, 0, 0])
  })

  it('shows an empty band as plain background', () => {
    const empty = band('horizontal', 27, 27, 1)
    expect(isEmptyBand(empty)).toBe(true)
    expect(new Set(drawBandImage({ background: 0.1, bands: [empty], angle: null }))).toEqual(new Set([26]))
  })

  it('converts to 8 bit by rounding and clipping, or as the old generator: cut off and wrapped around', () => {
    const values = [-0.02, 0, 0.3, 0.4999, 1, 1.05]
    expect([...toBytes(values, 'round')]).toEqual([0, 0, 77, 127, 255, 255])
    expect([...toBytes(values, 'wrap')]).toEqual([251, 0, 76, 127, 255, 11])
  })

  it('rotates with the overshoot that SciPy and NumPy give, wrapped', () => {
    // (scipy.ndimage.rotate(x, 120, reshape=False, cval=0.02) * 255).astype(np.uint8)[20], SciPy 1.17.1, x86-64.
    const image = drawBandImage({ background: 0.02, bands: [band('vertical', 5, 6, 1)], angle: 120 }, 'wrap')
    expect(rowOf(image, 20)).toEqual([
      5, 5, 5, 5, 5, 5, 5, 5, 4, 4, 5, 5, 3, 3, 12, 10, 236, 242, 114, 247, 192, 33, 227, 254, 14, 7, 2, 4,
    ])
  })

  it('reaches a network divided by 255', () => {
    expect([...bytesToInputs(Uint8Array.of(0, 51, 255))]).toEqual([0, Math.fround(0.2), 1])
  })
})
