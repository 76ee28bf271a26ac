import { describe, expect, it } from 'vitest'
import { bandPixels } from './band-image.ts'
import { Random } from '#numeric/random.ts'
import { fiveClasses, makeBandImages } from './bands.ts'
import { invertPermutation, permutePixels, pixelPermutation } from './bands-permutation.ts'

const permutation = pixelPermutation(new Random(10))
const images = makeBandImages({ random: new Random(1), perClass: 3, classes: fiveClasses })

describe('the fixed permutation of the pixels', () => {
  it('is a bijection of the 784 pixels that leaves few in place, the same for the same seed', () => {
    expect([...permutation].sort((a, b) => a - b)).toEqual(Array.from({ length: bandPixels }, (_, i) => i))
    // The number of fixed points of a random permutation is Poisson with mean 1.
    expect(permutation.filter((pixel, place) => pixel === place).length).toBeLessThan(7)
    expect(pixelPermutation(new Random(10))).toEqual(permutation)
    expect(pixelPermutation(new Random(11))).not.toEqual(permutation)
  })

  it('shows pixel permutation[i] at place i, in every image', () => {
    const permuted = permutePixels(images, permutation)
    expect(permuted.pixels).not.toEqual(images.pixels)
    for (const image of [0, 7, 14])
      for (const place of [0, 100, 783])
        expect(permuted.pixels[image * bandPixels + place]).toBe(
          images.pixels[image * bandPixels + (permutation[place] ?? 0)],
        )
    expect([...permuted.inputs.slice(0, 50)]).toEqual(
      [...permuted.pixels.slice(0, 50)].map((byte) => Math.fround(byte / 255)),
    )
  })

  it('is undone by its inverse', () => {
    const restored = permutePixels(permutePixels(images, permutation), invertPermutation(permutation))
    expect(restored).toEqual(images)
  })
})
