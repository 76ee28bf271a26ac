import { describe, expect, it } from 'vitest'
import { imageBytes, type ImageSet } from '#datasets/labelled-images.ts'
import { writeResized } from './resized-images.ts'
import { shapes10Images } from '#datasets/shapes10.ts'

const set = shapes10Images(3, 'train', 3)
const resized = (images: ImageSet, order: number[], side: number): Float32Array => {
  const inputs = new Float32Array(order.length * 3 * side * side)
  writeResized(images, order, side, inputs)
  return inputs
}

/** By the definition: the four pixels around a place, each by its distance. */
function bilinear(
  images: ImageSet,
  image: number,
  channel: number,
  y: number,
  x: number,
  side: number,
): number {
  const clamp = (v: number): number => Math.min(31, Math.max(0, v))
  const [v, u] = [y, x].map((i) => clamp(((i + 0.5) * 32) / side - 0.5)) as [number, number]
  let sum = 0
  for (let row = 0; row < 32; row++)
    for (let column = 0; column < 32; column++) {
      const weight = Math.max(0, 1 - Math.abs(v - row)) * Math.max(0, 1 - Math.abs(u - column))
      sum += weight * (images.images[image * imageBytes + channel * 1024 + row * 32 + column] ?? 0)
    }
  return sum / 255
}

describe('writeResized', () => {
  it('keeps the pixels at 32', () => {
    const order = [2, 0]
    const inputs = resized(set, order, 32)
    order.forEach((image, row) => {
      for (let i = 0; i < imageBytes; i++)
        expect(inputs[row * imageBytes + i]).toBeCloseTo((set.images[image * imageBytes + i] ?? 0) / 255, 6)
    })
  })

  it.each([33, 64, 224])('is bilinear interpolation at %i', (side) => {
    const inputs = resized(set, [1], side)
    for (const [channel, y, x] of [
      [0, 0, 0],
      [1, side - 1, side - 1],
      [2, 5, side - 7],
      [0, Math.floor(side / 2), 11],
      [1, 17, Math.floor(side / 3)],
    ] as const)
      expect(inputs[(channel * side + y) * side + x]).toBeCloseTo(bilinear(set, 1, channel, y, x, side), 5)
  })

  it('keeps the mean of a constant image and stays within 0 and 1', () => {
    const flat: ImageSet = {
      count: 1,
      images: new Uint8Array(imageBytes).fill(51),
      labels: new Uint8Array(1),
    }
    for (const value of resized(flat, [0], 100)) expect(value).toBeCloseTo(0.2, 6)
    const values = resized(set, [0, 1, 2], 70)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...values)).toBeLessThanOrEqual(1)
  })
})
