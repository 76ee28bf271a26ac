import { describe, expect, it } from 'vitest'
import { poolingPass } from '#experiments/p3-gradients/pure/pooling-grid.ts'
import { cellMarks, cellsLit } from './pooling-cells.ts'
import { outputAbove, pixelsUnder, routeLines, tiedPixels } from './route-lines.ts'

const values = Float64Array.from([1, 2, 0, 0, 3, 9, 0, 0, 0, 0, 5, 5, 0, 0, 5, 1])
const grids = {
  grid: { side: 4, values },
  layers: 2,
  upstream: { side: 1, values: Float64Array.of(-2) },
}
const max = poolingPass('max', grids)
const average = poolingPass('average', grids)

describe('routes of the gradient', () => {
  it('lead through max pooling from the block over its window to the winner', () => {
    expect(routeLines(max, null).map(({ key: _, ...line }) => line)).toEqual([
      { layer: 2, fromX: 2, fromY: 2, toX: 1, toY: 1, share: 1 },
      { layer: 1, fromX: 1, fromY: 1, toX: 1.5, toY: 1.5, share: 1 },
    ])
  })
  it('spread through average pooling in quarters', () => {
    const lines = routeLines(average, null)
    expect(lines.map(({ layer, share }) => [layer, share])).toEqual([
      ...Array.from({ length: 4 }, () => [2, 1 / 4]),
      ...Array.from({ length: 16 }, () => [1, 1 / 16]),
    ])
    expect(new Set(lines.map(({ key }) => key)).size).toBe(20)
  })
  it('are those of one output where one is chosen, and none where its dY is zero', () => {
    const two = { ...grids, layers: 1, upstream: { side: 2, values: Float64Array.of(1, 0, 0, 4) } }
    const pass = poolingPass('max', two)
    expect(routeLines(pass, null)).toHaveLength(2)
    expect(routeLines(pass, 3).map(({ toX, toY, share }) => [toX, toY, share])).toEqual([[2.5, 2.5, 1]])
    expect(routeLines(pass, 0).map(({ share }) => share)).toEqual([1 / 4])
    expect(routeLines(pass, 1)).toEqual([])
  })
})

it('finds the pixels that tie in any layer', () => {
  // The window of fives ties in layer 1; so do the two windows of zeros. In layer 2 the 9 wins alone.
  expect([...tiedPixels(max)].sort((a, b) => a - b)).toEqual([2, 3, 6, 7, 8, 9, 10, 11, 12, 13, 14])
  const deep = poolingPass('max', {
    ...grids,
    grid: { side: 4, values: Float64Array.from([7, 1, 2, 3, 0, 2, 7, 1, 1, 2, 3, 4, 5, 6, 1, 2]) },
  })
  expect([...tiedPixels(deep)]).toEqual([0, 6])
  expect([...cellMarks(deep)]).toEqual([
    [0, 'ring-tie'],
    [6, 'tie'],
  ])
  expect(cellMarks(null).size).toBe(0)
})

it('knows which output a pixel counts towards, and back', () => {
  expect(outputAbove(3, 1, 1, 2)).toBe(2)
  expect(outputAbove(4, 0, 1, 2)).toBeNull()
  expect(pixelsUnder(2, 1, 2, 5)).toEqual([10, 11, 15, 16])
  for (const pixel of pixelsUnder(5, 2, 3, 13))
    expect(outputAbove(Math.floor(pixel / 13), pixel % 13, 2, 3)).toBe(5)
  expect([...cellsLit([3])]).toEqual([[3, 0]])
})
