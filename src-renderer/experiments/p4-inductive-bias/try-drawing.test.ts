import { describe, expect, it } from 'vitest'
import { emptyDrawing, permutedValues, stroke } from './try-drawing.ts'

const lit = (drawing: Float64Array) => [...drawing].flatMap((value, pixel) => (value === 1 ? [pixel] : []))

describe('a stroke', () => {
  it('joins both ends without a hole, whatever the speed of the pointer', () => {
    const drawn = stroke(emptyDrawing(0), { row: 2, column: 3 }, { row: 2, column: 20 }, 1, 1)
    expect(lit(drawn)).toEqual(Array.from({ length: 18 }, (_, i) => 2 * 28 + 3 + i))
    const slanted = lit(stroke(emptyDrawing(0), { row: 0, column: 0 }, { row: 27, column: 9 }, 1, 1))
    expect(new Set(slanted.map((pixel) => Math.floor(pixel / 28))).size).toBe(28)
  })
  it('is as wide as the brush and cut at the border', () => {
    const dot = (width: number, row = 10, column = 10) =>
      lit(stroke(emptyDrawing(0), { row, column }, { row, column }, width, 1))
    expect(dot(3)).toEqual([9, 10, 11].flatMap((row) => [9, 10, 11].map((column) => row * 28 + column)))
    expect(dot(4, 0, 27)).toHaveLength(6)
    expect(dot(1, -3, 5)).toEqual([])
    expect(dot(1, 5, 31)).toEqual([])
  })
  it('leaves the drawing it came from as it was', () => {
    const before = emptyDrawing(0.25)
    stroke(before, { row: 1, column: 1 }, { row: 4, column: 4 }, 2, 1)
    expect(before).toEqual(emptyDrawing(0.25))
  })
})

it('a permutation shows pixel permutation[i] at place i', () => {
  expect(permutedValues(Float32Array.of(10, 20, 30), [2, 0, 1])).toEqual(Float32Array.of(30, 10, 20))
})
