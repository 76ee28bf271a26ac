import { describe, expect, it } from 'vitest'
import { TryState } from './try-state.svelte.ts'

const litRows = (image: TryState): number[] => [
  ...new Set([...image.bytes].flatMap((byte, pixel) => (byte > 100 ? [Math.floor(pixel / 28)] : []))),
]

describe('the image to try', () => {
  it('follows the pointer and the keys', () => {
    const image = new TryState()
    image.point(5.5, 20, null)
    expect(litRows(image)).toEqual([4, 5, 6])
    expect(image.press('ArrowDown')).toBe(true)
    expect(litRows(image)).toEqual([5, 6, 7])
    image.press('-')
    expect(litRows(image)).toEqual([5, 6])
    expect(image.press('x')).toBe(false)
    expect(image.press(' ')).toBe(false)
  })

  it('is what a network receives, byte by byte', () => {
    const image = new TryState()
    expect([...image.inputs]).toEqual([...image.bytes].map((byte) => Math.fround(byte / 255)))
  })

  it('becomes a free drawing from where the band was, drawn with the keys alone', () => {
    const image = new TryState()
    const before = [...image.bytes]
    image.choose('drawing')
    expect([...image.bytes]).toEqual(before)
    image.press('Delete')
    expect(litRows(image)).toEqual([])
    image.change({ width: 1 })
    image.press('ArrowUp')
    expect(litRows(image)).toEqual([])
    image.press(' ')
    image.press('ArrowUp')
    image.press('ArrowUp')
    expect(litRows(image)).toEqual([11, 12, 13])
    image.press(' ')
    image.press('ArrowUp')
    expect(litRows(image)).toEqual([11, 12, 13])
  })

  it('joins what the pointer passes over, and only while it is pressed', () => {
    const image = new TryState()
    image.choose('drawing')
    image.press('Delete')
    image.change({ width: 1 })
    const from = image.point(2.2, 3, null)
    image.point(8.9, 3, from)
    expect(litRows(image)).toEqual([2, 3, 4, 5, 6, 7, 8])
  })
})
