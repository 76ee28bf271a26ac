import { describe, expect, it } from 'vitest'
import { cellFaces, gridDigits } from './cell-faces.ts'

const textsOf = (values: readonly number[], cellSize: number): string[] =>
  cellFaces(values, 'diverging', [-1, 1], cellSize, gridDigits(values, cellSize)).map(({ text }) => text)

describe('the numbers of a grid', () => {
  it('have as many decimals in one cell as in the next', () => {
    expect(textsOf([-7.1234, 11.7456, -5.9123, 2.3345], 28)).toEqual(['−7.1', '11.7', '−5.9', '2.3'])
    expect(textsOf([-7.1234, 2.3345], 40)).toEqual(['−7.12', '2.33'])
    expect(textsOf([3, 0, 1.5], 36)).toEqual(['3.0', '0', '1.5'])
    expect(textsOf([3, 0, -12], 36)).toEqual(['3', '0', '−12'])
  })
  it('are written to their end, in smaller digits where these do it', () => {
    expect(textsOf([0.0625, 0.0625], 38)).toEqual(['0.0625', '0.0625'])
    expect(gridDigits([0.0625], 38).font).toBe(10)
    expect(textsOf([1.3125, 0.5], 44)).toEqual(['1.3125', '0.5000'])
  })
  it('keep one decimal where one large number has no room for it', () => {
    expect(textsOf([-123.4, 0.4], 28)).toEqual(['', '0.4'])
    expect(textsOf([-12.3, 0.4], 28)).toEqual(['−12', '0.4'])
  })
  it('are left out of cells too small for them', () => {
    expect(textsOf([1, 0.25], 18)).toEqual(['', ''])
  })
})
