import { expect, it } from 'vitest'
import { cellFaces, gridDigits } from '../../pictures/cell-faces.ts'
import { comparedCellSize } from './pooling-cells.ts'

it.each([480, 630, 700, 1100])('writes 1/16 in full in both gradients of 3c, %d pixels wide', (width) => {
  const size = comparedCellSize(width, 8)
  const faces = cellFaces([1 / 16], 'diverging', [-1, 1], size, gridDigits([1 / 16], size))
  expect(faces[0]?.text).toBe('0.0625')
  // Its own grid fits into the width.
  expect(size * 8).toBeLessThan(width)
})

it('keeps cells that can be pointed at where the grid is large or the window narrow', () => {
  expect([comparedCellSize(630, 16), comparedCellSize(280, 8)]).toEqual([17, 16])
})
